package org.echoscale.bench.waits;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.echoscale.bench.plan.Nearest;

/** What of a wait is measured. */
public enum Mode {
    /** The call alone, with timeout 0; what it finds stays ready. */
    CALL,
    /**
     * The call alone, willing to wait for ever; it never has to. Until it comes across a ready descriptor it also enters
     * itself in the wait queue of each, so it depends on where in the set the ready one is.
     */
    BLOCKING,
    /** The same with the ready descriptors at the end of the set: the whole set is entered first. */
    BLOCKING_LAST,
    /** A whole turn of a loop: make ready, wait, find the ready ones, consume. */
    ITERATION;

    /** As the command line and the files have it: {@code "blocking-last"}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All words. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Mode::word).toList();
    }

    public static Mode of(String word) {
        return Arrays.stream(values())
                .filter(mode -> mode.word().equals(word))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "no mode is named '" + word + "'; " + Nearest.hint(word, words())));
    }

    /** How long a call may wait, as poll(2) takes it. */
    int timeoutMillis() {
        return this == CALL ? 0 : -1;
    }

    /** Why a mechanism has no figure in this mode on descriptors of a kind; empty when it has. */
    public Optional<String> reasonAgainst(Mechanism mechanism, Kind kind) {
        if (mechanism == Mechanism.SELECTOR && kind == Kind.EVENTFD) {
            return Optional.of("java.nio has no channel for an eventfd");
        }
        if (mechanism == Mechanism.EPOLL_ET && this != ITERATION) {
            return Optional.of("an edge is reported once: the call cannot be repeated without making ready again;"
                    + " take mode iteration");
        }
        return Optional.empty();
    }
}
