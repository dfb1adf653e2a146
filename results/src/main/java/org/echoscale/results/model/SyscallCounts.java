package org.echoscale.results.model;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The system calls of a server in a short window of its own after the measured one. Counting slows the server, so that more messages
 * wait for it at each turn: calls that serve several messages at once are fewer per message than in the measured window.
 *
 * @param tool what counted them: {@code "strace"} or {@code "perf"}
 * @param messages replies in that window
 * @param calls how many of each, by name
 */
public record SyscallCounts(String tool, long messages, SortedMap<String, Long> calls) {
    public SyscallCounts {
        Range.atLeast(1, "messages", messages);
        calls.values().forEach(count -> Range.atLeast(0, "calls", count));
        calls = Collections.unmodifiableSortedMap(new TreeMap<>(calls));
    }
}
