package org.echoscale.bench.plan;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The known word that somebody most likely meant. */
public final class Nearest {
    private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();

    private Nearest() {}

    /** The known word with the fewest letters to change; none when more than half of the letters would have to. */
    public static Optional<String> to(String word, Collection<String> known) {
        return known.stream()
                .filter(candidate -> 2 * DISTANCE.apply(word, candidate) <= Math.max(word.length(), candidate.length()))
                .min(Comparator.comparing((String candidate) -> DISTANCE.apply(word, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** For the end of a message: {@code "nearest: poll; known: epoll-lt, poll, select"}. */
    public static String hint(String word, Collection<String> known) {
        String all = "known: " + String.join(", ", known);
        return to(word, known).map(nearest -> "nearest: " + nearest + "; " + all).orElse(all);
    }
}
