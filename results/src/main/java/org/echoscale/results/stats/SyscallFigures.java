package org.echoscale.results.stats;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
        double messages = counts.stream().mapToLong(SyscallCounts::messages).sum();
        return new SyscallFigures(counts.stream().map(SyscallCounts::tool).distinct().sorted().toList(),
                counts.stream()
                        .flatMap(count -> count.calls().entrySet().stream())
                        .collect(Collectors.toMap(Map.Entry::getKey, call -> call.getValue() / messages, Double::sum,
                                TreeMap::new)));
    }
}
