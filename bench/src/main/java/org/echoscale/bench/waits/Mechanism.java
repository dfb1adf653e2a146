package org.echoscale.bench.waits;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.echoscale.bench.plan.Nearest;

/** Which call waits. */
public enum Mechanism {
    /** select(2) on a bitmap of our own, which may be longer than glibc's {@code fd_set}. */
    SELECT_BITMAP,
    /** poll(2). */
    POLL,
    /** epoll(7), level-triggered. */
    EPOLL_LT,
    /** epoll(7), edge-triggered. */
    EPOLL_ET,
    /** java.nio's default {@code Selector}. */
    SELECTOR;

    /** As the command line and the files have it: {@code "select-bitmap"}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All words. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Mechanism::word).toList();
    }

    public static Mechanism of(String word) {
        return Arrays.stream(values())
                .filter(mechanism -> mechanism.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no mechanism is named '" + word + "'; " + Nearest.hint(word, words())));
    }
}
