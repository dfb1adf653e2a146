package org.echoscale.results.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.echoscale.results.charts.Chart.Table;
import org.echoscale.results.model.Plan;
import org.echoscale.results.stats.ChurnFigures;
import org.echoscale.results.stats.ClosedFigures;
import org.echoscale.results.stats.Figures;
import org.echoscale.results.stats.OpenFigures;
import org.echoscale.results.stats.Percentiles;
import org.echoscale.results.stats.Remark;
import org.echoscale.results.stats.RunFigures;
import org.echoscale.results.stats.SentLate;
import org.echoscale.results.stats.Spread;
import org.echoscale.results.stats.Units;
import org.jspecify.annotations.Nullable;

/**
 * All servers at one number of connections: what a reader who knows how many there will be wants side by side. Whatever is
 * blank or only a word has a mark, and the footnote says why.
 */
final class Block {
    /** Cautions that are about the ruler, by the column whose figures they are about. */
    private static final Map<String, String> NEAR_THE_RULER = Map.of("messages/s", "near-ceiling", "p50", "near-floor",
            "p99", "near-floor-p99");

    /** The percentiles of the open loop's latency, by the column that shows them. */
    private static final Map<String, Function<Percentiles, @Nullable Double>> LATENCY = Map.of("p50", Percentiles::p50,
            "p90", Percentiles::p90, "p99", Percentiles::p99, "p99.9", Percentiles::p999);

    private final RunFigures run;
    private final int connections;
    private final List<Figures> cells;
    private final List<Remark> gaps;
    private final double best;

    private Block(RunFigures run, int connections) {
        this.run = run;
        this.connections = connections;
        cells = run.cells().stream().filter(cell -> cell.connections() == connections).toList();
        gaps = run.gaps().stream().filter(gap -> gap.connections() == connections).toList();
        best = cells.stream()
                .flatMap(cell -> Stream.ofNullable(cost(cell)))
                .mapToDouble(Double::doubleValue)
                .filter(cost -> cost > 0)
                .min()
                .orElse(0);
    }

    static List<Block> of(RunFigures run) {
        return run.ladder().stream().map(connections -> new Block(run, connections)).toList();
    }

    /** The number of connections and what else is the same for all. */
    String title() {
        Plan plan = run.manifest().plan();
        int active = cells.isEmpty() ? plan.activeOf(connections) : cells.getFirst().active();
        return Units.count(connections) + (connections == 1 ? " connection open, " : " connections open, ")
                + Units.count(active) + " active, messages of " + Units.count(plan.payloadBytes())
                + (plan.payloadBytes() == 1 ? " byte" : " bytes");
    }

    /** Whether there is a figure of the closed or the open loop. */
    boolean hasFigures() {
        return !cells.isEmpty() && (has(Column.CLOSED) || has(Column.OPEN));
    }

    /** Whether there is anything to say about churn: a figure, or why there is none. */
    boolean hasChurn() {
        return cells.stream().anyMatch(cell -> cell.churn() != null)
                || gaps.stream().anyMatch(gap -> gap.loads().contains(Column.CHURN));
    }

    /** Figures under churn: of connections that come and go, with what each of them is used for. */
    Table churn(Footnotes notes) {
        List<Column> columns = new ArrayList<>();
        columns.add(Column.churn("conn./s", ChurnFigures::connectionsPerSecond, Units::count));
        columns.add(Column.churn("CPU/conn.", ChurnFigures::serverMicros, Units::micros));
        if (run.forks() > 1) {
            columns.add(new Column("range, µs", Column.CHURN,
                    cell -> cell.churn() == null ? null : range(cell.churn().serverMicros()),
                    cell -> "range blank: there is 1 valid fork, or the server's process is not known"));
        }
        columns.add(Column.churn("first p50", 50, ChurnFigures::firstReply, Percentiles::p50));
        columns.add(Column.churn("p99", 99, ChurnFigures::firstReply, Percentiles::p99));
        if (run.cells().stream().anyMatch(cell -> cell.churn() != null && cell.churn().laterReplies() != null)) {
            columns.add(Column.churn("later p50", 50, ChurnFigures::laterReplies, Percentiles::p50));
            columns.add(Column.churn("p99", 99, ChurnFigures::laterReplies, Percentiles::p99));
        }
        return with(absent(notes, Column.CHURN), table(columns, notes, Column.CHURN));
    }

    /** The figures that one looks at first. */
    Table figures(Footnotes notes) {
        List<Column> columns = new ArrayList<>();
        if (has(Column.CLOSED)) {
            columns.add(Column.closed("messages/s", ClosedFigures::messagesPerSecond, Units::count));
            columns.add(Column.closed("CPU/message", ClosedFigures::serverMicros, Units::micros));
            if (run.forks() > 1) {
                columns.add(new Column("range, µs", Column.CLOSED, Block::range, cell -> cost(cell) == null
                        ? "range blank: the server's process is not known"
                        : "range blank: there is 1 valid fork"));
            }
            columns.add(new Column("to best", Column.CLOSED, cell -> times(ratio(cell)), cell -> cost(cell) == null
                    ? "to best blank: the server's process is not known"
                    : "to best blank: the process that was given as the server's used no CPU"));
        }
        if (has(Column.OPEN)) {
            columns.add(Column.percentile("p50", 50, OpenFigures::latency, Percentiles::p50));
            columns.add(Column.percentile("p99", 99, OpenFigures::latency, Percentiles::p99));
        }
        columns.add(new Column("memory/conn.", "",
                cell -> cell.residentBytes() != null && cell.residentBytes().median() >= 0
                        ? Units.bytes(cell.residentBytes().median())
                        : null,
                cell -> "memory/conn. blank: " + (cell.residentBytes() == null
                        ? "no server process came to this number, without a failure, with at least 500 "
                                + "connections more than it had held before"
                        : "the process shrank meanwhile, by more than the connections took")));
        return table(columns, notes, Column.CLOSED, Column.OPEN);
    }

    /** What explains the cost. */
    Table details(Footnotes notes) {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("forks", "", cell -> String.valueOf(forks(cell)), cell -> ""));
        if (has(Column.CLOSED)) {
            columns.add(Column.closed("CPU ÷ generator's", ClosedFigures::cpuQuotient, Units::digits));
            columns.add(Column.closed("switches/message", ClosedFigures::switches, Units::digits));
            columns.add(Column.closed("heap/message", ClosedFigures::heapBytes, Units::bytes));
            columns.add(Column.closed("GC share", ClosedFigures::gcShare, share -> Units.digits(share * 100) + " %"));
            columns.add(Column.closed("ready/wait", ClosedFigures::readyPerWait, Units::digits));
            columns.add(Column.closed("opened/s", ClosedFigures::openedPerSecond, Units::count));
        }
        if (has(Column.OPEN)) {
            columns.add(Column.percentile("p90", 90, OpenFigures::latency, Percentiles::p90));
            columns.add(Column.percentile("p99.9", 99.9, OpenFigures::latency, Percentiles::p999));
            columns.add(Column.percentile("service p50", 50, OpenFigures::serviceTime, Percentiles::p50));
            columns.add(Column.percentile("service p99", 99, OpenFigures::serviceTime, Percentiles::p99));
        }
        return table(columns, notes, Column.CLOSED, Column.OPEN);
    }

    private boolean has(String load) {
        Plan plan = run.manifest().plan();
        return plan.loads().stream().anyMatch(asked -> asked.kind().equals(load));
    }

    private Table table(List<Column> columns, Footnotes notes, String... loads) {
        List<String> head = Stream.concat(Stream.of("server"), columns.stream().map(Column::head)).toList();
        return new Table(head, cells.stream().map(cell -> row(cell, columns, notes, loads)).toList());
    }

    private List<String> row(Figures cell, List<Column> columns, Footnotes notes, String... loads) {
        List<String> row = new ArrayList<>();
        row.add(cell.subject() + partly(cell, notes, loads));
        String before = "";
        for (Column column : columns) {
            String shown = column.shown().apply(cell);
            if (shown != null) {
                row.add(shown + Stream.of(nearTheRuler(cell, column, notes), sentLate(cell, column, notes))
                        .filter(mark -> !mark.isEmpty())
                        .collect(Collectors.joining(",")));
            } else if (isMissing(cell, column.load())) {
                // The word once, in the first column of its load.
                row.add(column.load().equals(before)
                        ? marks(cell.subject(), column.load(), notes)
                        : words(cell.subject(), notes, column.load()));
            } else {
                row.add(notes.mark(column.blank().apply(cell), connections));
            }
            before = column.load();
        }
        return row;
    }

    /** The mark beside a figure that is within a factor of two of what is found without a server. */
    private String nearTheRuler(Figures cell, Column column, Footnotes notes) {
        return run.cautions()
                .stream()
                .filter(caution -> caution.subject().equals(cell.subject()) && caution.connections() == connections
                        && caution.loads().contains(column.load()))
                .flatMap(caution -> caution.causes().stream())
                .filter(cause -> cause.code().equals(NEAR_THE_RULER.get(column.head())))
                .map(cause -> notes.mark(cause.text(), connections))
                .distinct()
                .collect(Collectors.joining(","));
    }

    /** The mark beside a percentile that is the generator's: it may be one for which no trial alone had the samples. */
    private String sentLate(Figures cell, Column column, Footnotes notes) {
        Function<Percentiles, @Nullable Double> percentile = LATENCY.get(column.head());
        OpenFigures open = cell.open();
        if (!column.load().equals(Column.OPEN) || percentile == null || open == null || open.lateness() == null) {
            return "";
        }
        Double latency = percentile.apply(open.latency());
        Double late = percentile.apply(open.lateness());
        return latency == null || late == null
                ? ""
                : SentLate.sentence(column.head(), late, latency)
                        .map(words -> notes.mark(words, connections))
                        .orElse("");
    }

    /** Whether a cell has no valid trial under a load. */
    private static boolean isMissing(Figures cell, String load) {
        return (load.equals(Column.CLOSED) && cell.closed() == null)
                || (load.equals(Column.OPEN) && cell.open() == null)
                || (load.equals(Column.CHURN) && cell.churn() == null);
    }

    /** Beside the name of a server, some of whose trials are not in its figures. */
    private String partly(Figures cell, Footnotes notes, String... loads) {
        return Stream.of(loads)
                .flatMap(load -> gaps(cell.subject(), load))
                .filter(gap -> gap.trials() < gap.of())
                .flatMap(gap -> marks(gap, notes))
                .distinct()
                .collect(Collectors.joining(","));
    }

    private String words(String subject, Footnotes notes, String... loads) {
        return gaps.stream()
                .filter(gap -> gap.subject().equals(subject) && Stream.of(loads).anyMatch(gap.loads()::contains))
                .map(gap -> gap.word() + marks(gap, notes).collect(Collectors.joining(",")))
                .collect(Collectors.joining(", "));
    }

    private String marks(String subject, String load, Footnotes notes) {
        return gaps(subject, load).flatMap(gap -> marks(gap, notes)).distinct().collect(Collectors.joining(","));
    }

    private Stream<Remark> gaps(String subject, String load) {
        return gaps.stream().filter(gap -> gap.subject().equals(subject) && gap.loads().contains(load));
    }

    /** One for each kind of reason. */
    private Stream<String> marks(Remark gap, Footnotes notes) {
        return gap.causes().stream().map(cause -> notes.mark(gap, cause)).distinct();
    }

    /** {@link #figures}, with a row for each server that has none. */
    Table withAbsent(Footnotes notes) {
        return with(absent(notes), figures(notes));
    }

    private static Table with(List<Absent> servers, Table figures) {
        List<List<String>> rows = new ArrayList<>(figures.rows());
        for (Absent absent : servers) {
            List<String> row = new ArrayList<>(Collections.nCopies(figures.head().size(), ""));
            row.set(0, absent.subject());
            row.set(1, absent.words());
            rows.add(row);
        }
        return new Table(figures.head(), rows);
    }

    /** A server that has no figure here, and the words instead. */
    record Absent(String subject, String words) {}

    /** Under closed and open loop: churn has tables of its own. */
    List<Absent> absent(Footnotes notes) {
        return absent(notes, Column.CLOSED, Column.OPEN);
    }

    private List<Absent> absent(Footnotes notes, String... loads) {
        return gaps.stream()
                .filter(gap -> Stream.of(loads).anyMatch(gap.loads()::contains))
                .map(Remark::subject)
                .distinct()
                .filter(subject -> run.at(subject, connections).isEmpty())
                .map(subject -> new Absent(subject, words(subject, notes, loads)))
                .toList();
    }

    /** How much dearer than the cheapest each row is, for colour; 0 when not known. */
    List<Double> ratios() {
        return cells.stream().map(this::ratio).toList();
    }

    private static @Nullable Double cost(Figures cell) {
        return cell.closed() == null || cell.closed().serverMicros() == null
                ? null
                : Double.valueOf(cell.closed().serverMicros().median());
    }

    private double ratio(Figures cell) {
        Double cost = cost(cell);
        return cost == null || best <= 0 ? 0 : cost / best;
    }

    private static @Nullable String times(double ratio) {
        return ratio == 0 ? null : ratio < 9.95 ? Units.digits(ratio) + "×" : Units.times(ratio);
    }

    private static @Nullable String range(Figures cell) {
        return range(cell.closed() == null ? null : cell.closed().serverMicros());
    }

    private static @Nullable String range(@Nullable Spread micros) {
        return micros == null || micros.forks() == 1
                ? null
                : Units.digits(micros.min()) + "–" + Units.digits(micros.max());
    }

    private static int forks(Figures cell) {
        return Math.max(cell.closed() == null ? 0 : cell.closed().messagesPerSecond().forks(),
                cell.open() == null ? 0 : cell.open().latencyPerFork().size());
    }
}
