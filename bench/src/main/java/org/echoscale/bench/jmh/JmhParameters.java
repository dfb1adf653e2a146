package org.echoscale.bench.jmh;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.echoscale.bench.plan.Nearest;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.BenchmarkListEntry;

/**
 * The parameters of the suites, for finding mistakes in {@code -p} before a fork is started. JMH ignores a name that no
 * benchmark has, and finds out about a value in the fork. Pure.
 */
final class JmhParameters {
    private static final String OPTION = "-p ";
    private static final String ACTIVE = "active";
    private static final String CONNECTIONS = "connections";

    /** What the suites chosen declare, by name. */
    private final Map<String, Set<String>> declared = new TreeMap<>();

    JmhParameters(Collection<BenchmarkListEntry> chosen) {
        chosen.forEach(suite -> suite.getParams()
                .orElse(Map.of())
                .forEach((name, values) -> declared.computeIfAbsent(name, _ -> new LinkedHashSet<>())
                        .addAll(List.of(values))));
    }

    /** Those that were asked for by words like {@code -p bytes=1,64}. */
    static Map<String, List<String>> asked(List<String> words) {
        Map<String, List<String>> asked = new TreeMap<>();
        for (int i = 0; i + 1 < words.size(); i++) {
            String[] parts = words.get(i + 1).split("=", 2);
            if (words.get(i).equals("-p") && parts.length == 2) {
                asked.computeIfAbsent(parts[0], _ -> new ArrayList<>()).addAll(List.of(parts[1].split(",", -1)));
            }
        }
        return asked;
    }

    /** What is wrong with names: one that no benchmark has at all. */
    Optional<String> wrongName(Map<String, List<String>> asked) {
        return asked.keySet()
                .stream()
                .filter(name -> !declared.containsKey(name))
                .findFirst()
                .map(name -> OPTION + name + ": no benchmark has such a parameter; "
                        + Nearest.hint(name, declared.keySet()));
    }

    /** What is wrong with values: no whole number where those declared are, or a word that is none of those declared. */
    Optional<String> wrongValue(Map<String, List<String>> asked) {
        for (Map.Entry<String, List<String>> parameter : asked.entrySet()) {
            Set<String> known = declared.get(parameter.getKey());
            if (known == null || parameter.getKey().equals(JmhWords.TRANSPORT)) {
                continue; // not of the suites chosen, or known at run time only
            }
            boolean numbers = known.stream().allMatch(value -> number(value) != null);
            for (String value : parameter.getValue()) {
                if (numbers ? number(value) == null : !known.contains(value)) {
                    return Optional.of(OPTION + parameter.getKey() + ": '" + value + "' is "
                            + (numbers
                                    ? "no whole number from 1, without a unit (try "
                                            + String.join(",", known) + ")"
                                    : "no value of it; " + Nearest.hint(value, known)));
                }
            }
        }
        return tooManyActive(asked);
    }

    /** All values of one are combined with all of the other. */
    private Optional<String> tooManyActive(Map<String, List<String>> asked) {
        if (!declared.containsKey(ACTIVE)) {
            return Optional.empty();
        }
        int active = numbers(asked, ACTIVE).stream().mapToInt(Integer::intValue).max().orElseThrow();
        int connections = numbers(asked, CONNECTIONS).stream().mapToInt(Integer::intValue).min().orElseThrow();
        return active <= connections
                ? Optional.empty()
                : Optional.of(OPTION + ACTIVE + ": " + active + " of " + connections
                        + " connections cannot be active (try -p active=" + connections + ")");
    }

    private List<Integer> numbers(Map<String, List<String>> asked, String name) {
        Collection<String> values = asked.containsKey(name)
                ? asked.get(name)
                : declared.getOrDefault(name, Set.of());
        return values.stream().map(Integer::valueOf).toList();
    }

    private static @Nullable Integer number(String value) {
        try {
            int number = Integer.parseInt(value);
            return number < 1 ? null : number;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
