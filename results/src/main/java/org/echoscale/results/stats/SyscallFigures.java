package org.echoscale.results.stats;

import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.echoscale.results.model.Measurement;
import org.echoscale.results.model.SyscallCounts;
import org.jspecify.annotations.Nullable;

/**
 * System calls of a server per message, all forks together.
 *
 * @param tools what counted them
 * @param perMessage by the name of the call
 */
public record SyscallFigures(List<String> tools, SortedMap<String, Double> perMessage) {

    /** Null when none were counted. */
    static @Nullable SyscallFigures of(List<Measurement> valid) {
        List<SyscallCounts> counts = valid.stream()
                .map(Measurement::syscalls)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
        if (counts.isEmpty()) {
            return null;
        }
        long messages = counts.stream().mapToLong(SyscallCounts::messages).sum();
        SortedMap<String, Long> calls = new TreeMap<>();
        counts.forEach(count -> count.calls().forEach((name, number) -> calls.merge(name, number, Long::sum)));
        SortedMap<String, Double> perMessage = new TreeMap<>();
        calls.forEach((name, number) -> perMessage.put(name, (double) number / messages));
        return new SyscallFigures(counts.stream().map(SyscallCounts::tool).distinct().sorted().toList(), perMessage);
    }
}
