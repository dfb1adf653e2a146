package org.echoscale.results.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
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

    /**
     * A load whose connections were watched.
     *
     * @param fairness of a cell; null where it is not known
     * @param few whether a cell had too few messages for it
     */
    private record Watched(String load, Function<Figures, @Nullable FairnessFigures> fairness,
            Predicate<Figures> few) {}

    /** By title; empty when no trial watched it. Footnotes say why a figure is blank. */
    static Map<String, Table> of(RunFigures run, Footnotes notes) {
        Map<String, Table> tables = new LinkedHashMap<>();
        add(tables, run, notes, new Watched("closed loop",
                cell -> cell.closed() == null ? null : cell.closed().fairness(), _ -> false));
        add(tables, run, notes, new Watched("open loop",
                cell -> cell.open() == null ? null : cell.open().fairness(), FairnessTables::few));
        return tables;
    }

    /** Whether an open loop had fewer messages than active connections. */
    private static boolean few(Figures cell) {
        return cell.open() != null && cell.open().mostDue() < cell.active();
    }

    private static void add(Map<String, Table> tables, RunFigures run, Footnotes notes, Watched watched) {
        put(tables, "Active connections starved, " + watched.load(), run, notes, watched,
                f -> Units.digits(f.starvedShare() * 100) + " %");
        put(tables, "Jain's index, " + watched.load(), run, notes, watched,
                f -> f.jainIndex() == null ? "no reply" : Units.digits(f.jainIndex()));
        put(tables, "Longest wait, " + watched.load(), run, notes, watched,
                f -> Units.micros(f.longestWaitMicros()));
    }

    private static void put(Map<String, Table> tables, String title, RunFigures run, Footnotes notes,
            Watched watched, Function<FairnessFigures, String> shown) {
        List<Integer> columns = run.ladder()
                .stream()
                .filter(n -> run.cells()
                        .stream()
                        .anyMatch(cell -> cell.connections() == n
                                && (watched.fairness().apply(cell) != null || watched.few().test(cell))))
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
                row.add(run.at(subject, n).map(cell -> entry(cell, notes, watched, shown)).orElse(BLANK));
            }
            if (row.stream().skip(1).anyMatch(entry -> !entry.equals(BLANK))) {
                rows.add(row);
            }
        }
        tables.put(title, new Table(head, rows));
    }

    private static String entry(Figures cell, Footnotes notes, Watched watched,
            Function<FairnessFigures, String> shown) {
        FairnessFigures there = watched.fairness().apply(cell);
        return there != null
                ? shown.apply(there)
                : watched.few().test(cell)
                        ? BLANK + notes.mark("not told: fewer messages than connections", cell.connections())
                        : BLANK;
    }
}
