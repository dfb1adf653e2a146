package org.echoscale.results.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import org.echoscale.results.charts.Chart.Table;
import org.echoscale.results.stats.ClosedFigures;
import org.echoscale.results.stats.RunFigures;
import org.echoscale.results.stats.Spread;
import org.echoscale.results.stats.Units;
import org.jspecify.annotations.Nullable;

/** What a message takes of a server, against the number of connections: a table for each figure that a run has. */
final class LedgerTables {
    static final String TITLE = "What explains the curve";
    static final String READING = "Of the server where it does not say generator, per message of the closed loop, medians of the "
            + "forks. CPU that grows with the connections while the calls stay the same is spent inside the calls. That of the "
            + "generator is its thread that sends and receives. – where the server does not tell: Netty "
            + "makes its calls by itself and counts none. With --syscalls they are counted from outside.";

    private LedgerTables() {}

    /** By title; empty when nothing is known. */
    static Map<String, Table> of(RunFigures run) {
        Map<String, Table> tables = new LinkedHashMap<>();
        put(tables, "CPU in user mode per message", run, ClosedFigures::userMicros, Units::micros);
        put(tables, "CPU in the kernel per message", run, ClosedFigures::systemMicros, Units::micros);
        put(tables, "CPU of the generator per message", run, ClosedFigures::generatorMicros, Units::micros);
        put(tables, "CPU of the generator in user mode per message", run, ClosedFigures::generatorUserMicros,
                Units::micros);
        put(tables, "CPU of the generator in the kernel per message", run, ClosedFigures::generatorSystemMicros,
                Units::micros);
        put(tables, "Waiting calls per message", run, ClosedFigures::waits, Units::digits);
        put(tables, "Ready descriptors per waiting call", run, ClosedFigures::readyPerWait, Units::digits);
        put(tables, "Reads per message", run, ClosedFigures::reads, Units::digits);
        put(tables, "Writes per message", run, ClosedFigures::writes, Units::digits);
        put(tables, "Changes of interest (epoll_ctl) per message", run, ClosedFigures::registrations, Units::digits);
        put(tables, "Context switches per message", run, ClosedFigures::switches, Units::digits);
        return tables;
    }

    private static void put(Map<String, Table> tables, String title, RunFigures run,
            Function<ClosedFigures, @Nullable Spread> figure, DoubleFunction<String> shown) {
        List<List<String>> rows = new ArrayList<>();
        boolean any = false;
        for (String subject : run.subjects()) {
            List<String> row = new ArrayList<>(List.of(subject));
            for (int connections : run.ladder()) {
                Spread spread = run.at(subject, connections)
                        .flatMap(cell -> Optional.ofNullable(
                                cell.closed() == null ? null : figure.apply(cell.closed())))
                        .orElse(null);
                row.add(spread == null ? "–" : shown.apply(spread.median()));
                any |= spread != null;
            }
            rows.add(row);
        }
        if (any) {
            List<String> head = new ArrayList<>(List.of("server"));
            run.ladder().forEach(connections -> head.add(Units.count(connections) + " open"));
            tables.put(title, new Table(head, rows));
        }
    }
}
