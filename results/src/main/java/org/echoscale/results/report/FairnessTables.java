package org.echoscale.results.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.echoscale.results.charts.Chart.Table;
import org.echoscale.results.stats.FairnessFigures;
import org.echoscale.results.stats.Figures;
import org.echoscale.results.stats.RunFigures;
import org.echoscale.results.stats.Units;
import org.jspecify.annotations.Nullable;

/** How evenly connections were served, against the number of connections: a table for each figure that a run has. */
final class FairnessTables {
    static final String TITLE = "Fairness between connections";
    static final String READING = "Of the valid forks the worst. A connection is starved when it had no reply in the window. "
            + "Jain's index is 1 when all active connections got the same number of replies, and 1 ÷ active when one got "
            + "all of them. The longest wait is that of any message for its reply.";

    private FairnessTables() {}

    /** By title; empty when no trial watched it. */
    static Map<String, Table> of(RunFigures run) {
        Map<String, Table> tables = new LinkedHashMap<>();
        add(tables, "closed loop", run, cell -> cell.closed() == null ? null : cell.closed().fairness());
        add(tables, "open loop", run, cell -> cell.open() == null ? null : cell.open().fairness());
        return tables;
    }

    private static void add(Map<String, Table> tables, String load, RunFigures run,
            Function<Figures, @Nullable FairnessFigures> fairness) {
        put(tables, "Active connections starved, " + load, run, fairness,
                f -> Units.digits(f.starvedShare() * 100) + " %");
        put(tables, "Jain's index, " + load, run, fairness,
                f -> f.jainIndex() == null ? "no reply" : Units.digits(f.jainIndex()));
        put(tables, "Longest wait, " + load, run, fairness, f -> Units.micros(f.longestWaitMicros()));
    }

    private static void put(Map<String, Table> tables, String title, RunFigures run,
            Function<Figures, @Nullable FairnessFigures> fairness, Function<FairnessFigures, String> shown) {
        List<Integer> columns = run.ladder()
                .stream()
                .filter(n -> run.cells()
                        .stream()
                        .anyMatch(cell -> cell.connections() == n && fairness.apply(cell) != null))
                .toList();
        if (columns.isEmpty()) {
            return;
        }
        List<String> head = new ArrayList<>(List.of("server"));
        columns.forEach(n -> head.add(Units.count(n) + " open"));
        List<List<String>> rows = new ArrayList<>();
        for (String subject : run.subjects()) {
            List<String> row = new ArrayList<>(List.of(subject));
            for (int n : columns) {
                Optional<FairnessFigures> there = run.at(subject, n)
                        .flatMap(cell -> Optional.ofNullable(fairness.apply(cell)));
                row.add(there.map(shown).orElse("–"));
            }
            if (row.stream().skip(1).anyMatch(entry -> !entry.equals("–"))) {
                rows.add(row);
            }
        }
        tables.put(title, new Table(head, rows));
    }
}
