package org.echoscale.results.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.echoscale.results.charts.Chart.Table;
import org.echoscale.results.stats.ClosedFigures;
import org.echoscale.results.stats.Figures;
import org.echoscale.results.stats.OpenFigures;
import org.echoscale.results.stats.Percentiles;
import org.echoscale.results.stats.Remark;
import org.echoscale.results.stats.RunFigures;
import org.echoscale.results.stats.Spread;
import org.echoscale.results.stats.Units;
import org.jspecify.annotations.Nullable;

/**
 * All servers at one number of connections: what a reader who knows how many there will be wants side by side.
 *
 * @param connections connections open
 * @param title that number and what else is the same for all
 * @param cells what is known of each server that has figures, in the order of the plan
 * @param gaps servers that have none, with the reason
 */
record Block(int connections, String title, List<Figures> cells, List<Remark> gaps) {

    static List<Block> of(RunFigures run) {
        List<Block> blocks = new ArrayList<>();
        for (int connections : run.ladder()) {
            List<Figures> cells = run.cells().stream().filter(cell -> cell.connections() == connections).toList();
            List<Remark> gaps = run.gaps()
                    .stream()
                    .filter(
                            gap -> gap.connections() == connections && run.at(gap.subject(), connections).isEmpty())
                    .toList();
            int active = cells.isEmpty()
                    ? Math.min(connections, run.manifest().plan().active())
                    : cells.getFirst().active();
            blocks.add(new Block(connections, Units.count(connections)
                    + (connections == 1 ? " connection open, " : " connections open, ") + Units.count(active)
                    + " active, messages of " + Units.count(run.manifest().plan().payloadBytes()) + " bytes", cells,
                    gaps));
        }
        return blocks;
    }

    static final List<String> HEAD = List.of("server", "messages/s", "CPU/message", "range, µs", "to best",
            "p50", "p99", "memory/conn.");

    /** A row of {@link #HEAD} for each server with figures. */
    List<List<String>> rows() {
        double best = best();
        return cells.stream()
                .map(cell -> List.of(cell.subject(),
                        closed(cell, ClosedFigures::messagesPerSecond, Units::count),
                        closed(cell, ClosedFigures::serverMicros, Units::micros), range(cell),
                        times(cell, best), percentile(cell, Percentiles::p50), percentile(cell, Percentiles::p99),
                        cell.residentBytes() == null ? "" : Units.bytes(cell.residentBytes().median())))
                .toList();
    }

    /** The least server CPU per message among these; 0 when none is known. */
    private double best() {
        return cells.stream()
                .flatMap(cell -> Stream.ofNullable(cost(cell)))
                .mapToDouble(Double::doubleValue)
                .min()
                .orElse(0);
    }

    private static @Nullable Double cost(Figures cell) {
        return cell.closed() == null || cell.closed().serverMicros() == null
                ? null
                : Double.valueOf(cell.closed().serverMicros().median());
    }

    /** How many times the least server CPU per message; 0 when not known. */
    static double ratio(Figures cell, double best) {
        Double cost = cost(cell);
        return cost == null || best <= 0 ? 0 : cost / best;
    }

    /** How much dearer than the cheapest each row of {@link #rows} is, for colour; 0 when not known. */
    List<Double> ratios() {
        double best = best();
        return cells.stream().map(cell -> ratio(cell, best)).toList();
    }

    private static String times(Figures cell, double best) {
        double ratio = ratio(cell, best);
        return ratio == 0 ? "" : ratio < 9.95 ? Units.digits(ratio) + "×" : Units.times(ratio);
    }

    private static String range(Figures cell) {
        Spread micros = cell.closed() == null ? null : cell.closed().serverMicros();
        return micros == null || micros.forks() == 1
                ? ""
                : Units.digits(micros.min()) + "–" + Units.digits(micros.max());
    }

    /** What explains the cost. */
    Table details() {
        return new Table(List.of("server", "forks", "CPU ÷ generator's", "switches/message", "heap/message", "GC share",
                "ready/wait", "opened/s", "p90", "p99.9", "service p50", "service p99"),
                cells.stream()
                        .map(cell -> List.of(cell.subject(), String.valueOf(forks(cell)),
                                closed(cell, ClosedFigures::cpuQuotient, Units::digits),
                                closed(cell, ClosedFigures::switches, Units::digits),
                                closed(cell, ClosedFigures::heapBytes, Units::bytes),
                                closed(cell, ClosedFigures::gcShare, share -> Units.digits(share * 100) + " %"),
                                closed(cell, ClosedFigures::readyPerWait, Units::digits),
                                closed(cell, ClosedFigures::openedPerSecond, Units::count),
                                percentile(cell, Percentiles::p90), percentile(cell, Percentiles::p999),
                                service(cell, Percentiles::p50), service(cell, Percentiles::p99)))
                        .toList());
    }

    private static int forks(Figures cell) {
        OpenFigures open = cell.open();
        return Math.max(cell.closed() == null ? 0 : cell.closed().messagesPerSecond().forks(),
                open == null ? 0 : open.latencyPerFork().size());
    }

    private static String closed(Figures cell, Function<ClosedFigures, @Nullable Spread> figure,
            DoubleFunction<String> shown) {
        Spread spread = cell.closed() == null ? null : figure.apply(cell.closed());
        return spread == null ? "" : shown.apply(spread.median());
    }

    private static String percentile(Figures cell, Function<Percentiles, @Nullable Double> percentile) {
        Double value = cell.open() == null ? null : percentile.apply(cell.open().latency());
        return value == null ? "" : Units.micros(value);
    }

    private static String service(Figures cell, Function<Percentiles, @Nullable Double> percentile) {
        Percentiles times = cell.open() == null ? null : cell.open().serviceTime();
        Double value = times == null ? null : percentile.apply(times);
        return value == null ? "" : Units.micros(value);
    }
}
