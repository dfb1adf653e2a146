package org.echoscale.bench.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.echoscale.bench.limits.Limit;
import org.echoscale.bench.limits.Limits;
import org.echoscale.core.EchoTransport;
import org.echoscale.core.Support.Supported;
import org.echoscale.core.Support.Unsupported;
import org.echoscale.core.Transports;
import org.jspecify.annotations.Nullable;

/**
 * What {@code doctor} found.
 *
 * @param limits of this machine
 * @param reach how many connections each kind of transport can be measured with, and what stands in the way of more
 * @param unsupported transports that do not run here
 */
record Diagnosis(List<Limit> limits, List<Reach> reach, List<Missing> unsupported) {

    /**
     * Transports that take as many threads for a connection, and so reach as far.
     *
     * @param transports their names
     * @param threadsPerConnection what they take
     * @param connections the most that the limits allow; absent when nothing is known
     * @param boundBy the limits that bind: raising another changes nothing
     */
    record Reach(List<String> transports, int threadsPerConnection, @Nullable Long connections,
            List<String> boundBy) {}

    /** A transport that does not run here, and why. */
    record Missing(String transport, String reason) {}

    static Diagnosis of(Limits limits, Transports transports) {
        List<Missing> missing = new ArrayList<>();
        SortedMap<Integer, List<String>> byThreads = new TreeMap<>();
        for (EchoTransport transport : transports) {
            switch (transport.support()) {
                case Unsupported no -> missing.add(new Missing(transport.name(), no.reason()));
                case Supported yes ->
                    byThreads.computeIfAbsent(yes.threadsPerConnection(), _ -> new ArrayList<>()).add(transport.name());
            }
        }
        List<Reach> reach = new ArrayList<>();
        byThreads.forEach((threads, names) -> {
            List<Limit> tightest = limits.tightest(threads);
            reach.add(new Reach(names, threads, tightest.isEmpty() ? null : tightest.getFirst().connections(),
                    tightest.stream().map(Limit::name).toList()));
        });
        return new Diagnosis(limits.all(), reach, missing);
    }

    /** How many connections there can be, first of all; then the limits, and what can be done about them. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Reach group : reach) {
            lines.addAll(TextTable.broken(sentence(group), TextTable.WIDTH));
        }
        for (Missing missing : unsupported) {
            lines.addAll(TextTable.broken(missing.transport + " does not run here: " + missing.reason,
                    TextTable.WIDTH));
        }
        lines.add("");
        TextTable table = new TextTable("LIMIT", "VALUE", "CONNECTIONS", "", "WHAT IT BOUNDS");
        for (Limit limit : limits) {
            Long allowed = limit.connections();
            table.row(limit.name(), limit.value().orElse("not known here"),
                    allowed == null ? "-" : allowed == Long.MAX_VALUE ? "any number" : allowed.toString(),
                    binds(limit) ? "binds" : "", limit.meaning());
        }
        lines.addAll(table.lines());
        advice().ifPresent(advice -> {
            lines.add("");
            lines.addAll(advice.lines());
        });
        return lines;
    }

    private boolean binds(Limit limit) {
        return reach.stream().anyMatch(group -> group.boundBy.contains(limit.name()));
    }

    private static String sentence(Reach group) {
        String who = group.threadsPerConnection == 0
                ? "Servers without a thread per connection"
                : "With " + (group.threadsPerConnection == 1 ? "a thread" : group.threadsPerConnection + " threads")
                        + " per connection (" + String.join(", ", group.transports) + ")";
        return group.connections == null
                ? who + ": no limit is known here."
                : who + ": up to " + group.connections + (group.connections == 1 ? " connection; " : " connections; ")
                        + String.join(" and ", group.boundBy)
                        + (group.boundBy.size() == 1 ? " binds." : " bind.");
    }

    /** What can be done about what binds, and about what is no number of connections but too low; the rest changes nothing. */
    private Optional<TextTable> advice() {
        TextTable table = new TextTable("TO RAISE", "");
        boolean any = false;
        for (Limit limit : limits) {
            Optional<String> how = limit.raise().or(limit::obstacle);
            if (how.isPresent() && (binds(limit) || limit.connections() == null)) {
                table.row(limit.name(), how.get());
                any = true;
            }
        }
        return any ? Optional.of(table) : Optional.empty();
    }
}
