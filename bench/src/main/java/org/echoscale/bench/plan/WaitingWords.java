package org.echoscale.bench.plan;

import java.util.Arrays;
import java.util.List;
import org.echoscale.results.model.Waiting;

/** How the generator waits, as people write it: {@code hybrid}, {@code spin} or {@code block}. */
public final class WaitingWords {
    private static final List<String> WORDS = Arrays.stream(Waiting.values()).map(Waiting::word).toList();

    private WaitingWords() {}

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException with a message for people
     */
    public static Waiting parse(String text) {
        return Arrays.stream(Waiting.values())
                .filter(waiting -> waiting.word().equals(text.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + text + "' is not a way of waiting; " + Nearest.hint(text.strip(), WORDS)));
    }
}
