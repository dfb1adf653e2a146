package org.echoscale.bench.waits;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.echoscale.bench.plan.Nearest;

/** What kind of descriptors is waited for. */
public enum Kind {
    /** Connected TCP sockets on the loopback interface. */
    TCP,
    /** The reading ends of pipes. */
    PIPE,
    /** Counters of eventfd(2), the cheapest thing that can be waited for. */
    EVENTFD;

    /** As the command line and the files have it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All words. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Kind::word).toList();
    }

    public static Kind of(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "no kind is named '" + word + "'; " + Nearest.hint(word, words())));
    }
}
