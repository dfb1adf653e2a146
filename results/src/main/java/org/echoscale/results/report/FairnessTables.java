package org.echoscale.results.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
            + "Jain's index is 1 when all active connections got the same number of replies, in an open loop the same part of "
            + "the messages that were due on them, and 1 ÷ active when one got all of them. The longest wait is that of any message for its reply.";

    private static final String BLANK = "–";

    private FairnessTables() {}

    /** By title; empty when no trial watched it. Footnotes say why a figure is blank. */
    static Map<String, Table> of(RunFigures run, Footnotes notes) {
        Map<String, Table> tables = new LinkedHashMap<>();
        add(tables, "closed loop", run, notes, cell -> cell.closed() == null ? null : cell.closed().fairness());
        add(tables, "open loop", run, notes, cell -> cell.open() == null ? null : cell.open().fairness());
        return tables;
    }

    private static void add(Map<String, Table> tables, String load, RunFigures run, Footnotes notes,
            Function<Figures, @Nullable FairnessFigures> fairness) {
        put(tables, "Active connections starved, " + load, run, notes, fairness,
                f -> Units.digits(f.starvedShare() * 100) + " %");
        put(tables, "Jain's index, " + load, run, notes, fairness,
                f -> f.jainIndex() == null ? "no reply" : Units.digits(f.jainIndex()));
        put(tables, "Longest wait, " + load, run, notes, fairness, f -> Units.micros(f.longestWaitMicros()));
    }

    private static void put(Map<String, Table> tables, String title, RunFigures run, Footnotes notes,
            Function<Figures, @Nullable FairnessFigures> fairness, Function<FairnessFigures, String> shown) {
        List<Integer> columns = run.ladder()
                .stream()
                .filter(n -> run.cells()
                        .stream()
                        .anyMatch(cell -> cell.connections() == n
                                && (fairness.apply(cell) != null || few(cell, fairness))))
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
                row.add(run.at(subject, n).map(cell -> entry(cell, notes, fairness, shown)).orElse(BLANK));
            }
            if (row.stream().skip(1).anyMatch(entry -> !entry.equals(BLANK))) {
                rows.add(row);
            }
        }
        tables.put(title, new Table(head, rows));
    }

    private static String entry(Figures cell, Footnotes notes, Function<Figures, @Nullable FairnessFigures> fairness,
            Function<FairnessFigures, String> shown) {
        FairnessFigures there = fairness.apply(cell);
        return there != null
                ? shown.apply(there)
                : few(cell, fairness)
                        ? BLANK + notes.mark("not told: fewer messages than connections", cell.connections())
                        : BLANK;
    }

    /** Whether an open loop had fewer messages than active connections. */
    private static boolean few(Figures cell, Function<Figures, @Nullable FairnessFigures> fairness) {
        return fairness.apply(cell) == null && cell.open() != null && cell.open().mostDue() < cell.active();
    }
}
