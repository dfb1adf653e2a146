package org.echoscale.results.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.echoscale.results.charts.Chart.Table;
import org.echoscale.results.stats.Figures;
import org.echoscale.results.stats.RunFigures;
import org.echoscale.results.stats.SyscallFigures;
import org.echoscale.results.stats.Units;

/** System calls per message, counted from outside: a table for each number of connections, a column for each call. */
final class SyscallTables {
    static final String TITLE = "System calls per message";
    static final String READING = "Counted from outside, by strace or perf, in a short closed loop after the measured window, all "
            + "forks together. Counting slows a server, so more messages wait for it at each turn: calls that serve several "
            + "messages at once are fewer here than in the measured window. Calls below one in a hundred messages are not "
            + "shown.";

    /** Fewer than this per message explain nothing. */
    private static final double LEAST = 0.01;

    private SyscallTables() {}

    /** By title; empty when none were counted. */
    static Map<String, Table> of(RunFigures run) {
        Map<String, Table> tables = new LinkedHashMap<>();
        for (int connections : run.ladder()) {
            List<Figures> cells = run.cells()
                    .stream()
                    .filter(cell -> cell.connections() == connections && cell.syscalls() != null)
                    .toList();
            if (!cells.isEmpty()) {
                tables.put(Units.count(connections) + (connections == 1 ? " connection open" : " connections open"),
                        table(cells));
            }
        }
        return tables;
    }

    private static Table table(List<Figures> cells) {
        Map<String, Double> totals = new TreeMap<>();
        for (Figures cell : cells) {
            calls(cell).forEach((call, perMessage) -> {
                if (perMessage >= LEAST) {
                    totals.merge(call, perMessage, Double::sum);
                }
            });
        }
        List<String> names = totals.entrySet()
                .stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(ArrayList::new));
        List<List<String>> rows = new ArrayList<>();
        for (Figures cell : cells) {
            List<String> row = new ArrayList<>(List.of(cell.subject()));
            Map<String, Double> calls = calls(cell);
            names.forEach(name -> row.add(
                    calls.getOrDefault(name, 0.0) < LEAST ? "–" : Units.digits(calls.getOrDefault(name, 0.0))));
            rows.add(row);
        }
        List<String> head = new ArrayList<>(List.of("server"));
        head.addAll(names);
        return new Table(head, rows);
    }

    private static Map<String, Double> calls(Figures cell) {
        SyscallFigures figures = cell.syscalls();
        return figures == null ? Map.of() : figures.perMessage();
    }
}
