package org.echoscale.results.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.echoscale.results.charts.Chart.Table;
import org.echoscale.results.stats.ClosedFigures;
import org.echoscale.results.stats.RunFigures;
import org.echoscale.results.stats.SampledCpu;
import org.echoscale.results.stats.Spread;
import org.echoscale.results.stats.Units;
import org.jspecify.annotations.Nullable;

/** What a message takes of a server, against the number of connections: a table for each figure that a run has. */
final class LedgerTables {
    static final String TITLE = "What explains the curve";
    static final String READING = "Of the server where it does not say generator, per message of the closed loop, medians of the "
            + "forks; of CPU time the smallest and the largest beside it, where there are several. CPU that grows with the "
            + "connections while the calls stay the same is spent inside the calls. That of the generator is its thread that sends "
            + "and receives. How CPU time is parted into user mode and kernel, the system finds by looking at each tick of its "
            + "clock, mostly every 4 ms, and so knows roughly: a part that it found in fewer than 100 looks is not shown. – where "
            + "the server does not tell: Netty makes its calls by itself and counts none. With --syscalls they are counted from "
            + "outside.";

    private static final String BLANK = "–";

    private LedgerTables() {}

    /** By title; empty when nothing is known. Footnotes say why a figure is blank that is known too roughly. */
    static Map<String, Table> of(RunFigures run, Footnotes notes) {
        Map<String, Table> tables = new LinkedHashMap<>();
        sampled(tables, "CPU in user mode per message", run, ClosedFigures::user, notes);
        sampled(tables, "CPU in the kernel per message", run, ClosedFigures::system, notes);
        put(tables, "CPU of the generator per message", run, (cell, _) -> {
            Spread micros = cell.generatorMicros();
            return micros == null ? null : Units.micros(micros);
        });
        sampled(tables, "CPU of the generator in user mode per message", run, ClosedFigures::generatorUser, notes);
        sampled(tables, "CPU of the generator in the kernel per message", run, ClosedFigures::generatorSystem, notes);
        digits(tables, "Waiting calls per message", run, ClosedFigures::waits);
        digits(tables, "Ready descriptors per waiting call", run, ClosedFigures::readyPerWait);
        digits(tables, "Reads per message", run, ClosedFigures::reads);
        digits(tables, "Writes per message", run, ClosedFigures::writes);
        digits(tables, "Changes of interest (epoll_ctl) per message", run, ClosedFigures::registrations);
        digits(tables, "Context switches per message", run, ClosedFigures::switches);
        return tables;
    }

    private static void digits(Map<String, Table> tables, String title, RunFigures run,
            Function<ClosedFigures, @Nullable Spread> figure) {
        put(tables, title, run, (cell, _) -> {
            Spread spread = figure.apply(cell);
            return spread == null ? null : Units.digits(spread.median());
        });
    }

    private static void sampled(Map<String, Table> tables, String title, RunFigures run,
            Function<ClosedFigures, @Nullable SampledCpu> figure, Footnotes notes) {
        put(tables, title, run, (cell, connections) -> {
            SampledCpu part = figure.apply(cell);
            String blank = part == null ? null : part.reason();
            return part == null
                    ? null
                    : blank == null
                            ? Units.micros(part.micros())
                            : BLANK + notes.mark("not shown, as it is known too roughly, all forks together: " + blank,
                                    connections);
        });
    }

    private static void put(Map<String, Table> tables, String title, RunFigures run,
            BiFunction<ClosedFigures, Integer, @Nullable String> shown) {
        List<List<String>> rows = new ArrayList<>();
        boolean any = false;
        for (String subject : run.subjects()) {
            List<String> row = new ArrayList<>(List.of(subject));
            for (int connections : run.ladder()) {
                String entry = run.at(subject, connections)
                        .flatMap(cell -> Optional.ofNullable(
                                cell.closed() == null ? null : shown.apply(cell.closed(), connections)))
                        .orElse(null);
                row.add(entry == null ? BLANK : entry);
                any |= entry != null;
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
