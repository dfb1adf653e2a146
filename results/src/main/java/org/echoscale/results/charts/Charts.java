package org.echoscale.results.charts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import org.echoscale.results.stats.ClosedFigures;
import org.echoscale.results.stats.Figures;
import org.echoscale.results.stats.OpenFigures;
import org.echoscale.results.stats.Percentiles;
import org.echoscale.results.stats.Remark;
import org.echoscale.results.stats.RunFigures;
import org.echoscale.results.stats.Spread;
import org.echoscale.results.stats.Units;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The charts of a run. One for which the run has no figure is left out. */
public final class Charts {
    /** All charts that there can be. */
    public static final List<String> IDS = List.of("cpu-per-message", "cpu-quotient", "throughput", "latency-p50",
            "latency-p99", "memory-per-connection");

    /** From here on a server that makes the generator dearer too is named beside the quotient. */
    private static final double DEARER_GENERATOR = 1.25;

    private final RunFigures run;

    private Charts(RunFigures run) {
        this.run = run;
    }

    public static List<Chart> of(RunFigures run) {
        Charts charts = new Charts(run);
        List<Chart> all = new ArrayList<>();
        charts.cpu().ifPresent(all::add);
        charts.quotient().ifPresent(all::add);
        charts.throughput().ifPresent(all::add);
        charts.latency("latency-p50", "Latency: half of the replies are there within …", Percentiles::p50)
                .ifPresent(all::add);
        charts.latency("latency-p99", "Latency: 99 % of the replies are there within …", Percentiles::p99)
                .ifPresent(all::add);
        charts.memory().ifPresent(all::add);
        return all;
    }

    private Optional<Chart> cpu() {
        return closed("cpu-per-message", "Server CPU per message", share() == null
                ? "Lower is better. A line that stays flat means that open connections cost nothing while they are idle."
                : "Lower is better. Active connections grow with the open ones, so what idle ones cost is shared by more "
                        + "messages.",
                "microseconds a message",
                Units::digits, ClosedFigures::serverMicros, List.of());
    }

    private Optional<Chart> quotient() {
        return closed("cpu-quotient", "Server CPU ÷ load generator's CPU, for the same messages", "Lower is better; 1 "
                + "means as dear as the generator. What disturbs the machine disturbs both.",
                "server CPU ÷ generator CPU", Units::digits, ClosedFigures::cpuQuotient, dearerGenerator());
    }

    private Optional<Chart> throughput() {
        return closed("throughput", "Throughput, closed loop", "Higher is better. Fast servers saturate together with "
                + "the generator, so this tells slow ones apart; for fast ones read the CPU per message.",
                "messages a second", Units::count, ClosedFigures::messagesPerSecond, List.of());
    }

    /** Servers for which the quotient looks better than they are. */
    private List<String> dearerGenerator() {
        List<String> notes = new ArrayList<>();
        for (int connections : run.ladder()) {
            Map<String, Double> micros = new LinkedHashMap<>();
            for (Figures cell : run.cells()) {
                if (cell.connections() == connections && cell.closed() != null
                        && cell.closed().generatorMicros() != null) {
                    micros.put(cell.subject(), cell.closed().generatorMicros().median());
                }
            }
            double least = micros.values().stream().mapToDouble(Double::doubleValue).min().orElse(0);
            micros.forEach((subject, cost) -> {
                if (least > 0 && cost > DEARER_GENERATOR * least) {
                    notes.add(subject + " at " + Units.count(connections) + " made the generator " + Units.times(
                            cost / least)
                            + " as dear as the cheapest did: its quotient looks better than it is, so read "
                            + "its CPU per message.");
                }
            });
        }
        return notes;
    }

    private Optional<Chart> closed(String id, String title, String reading, String axis, DoubleFunction<String> shown,
            Function<ClosedFigures, @Nullable Spread> figure, List<String> notes) {
        String marks = "Closed loop. " + (run.forks() == 1
                ? "1 fork, indicative: there is no spread to show."
                : "Line: median of up to " + run.forks()
                        + " forks (server processes); whiskers: smallest and largest; dots: the forks.");
        return lines(id, title, reading, marks, axis, shown, "closed",
                cell -> cell.closed() == null ? null : Point.of(figure.apply(cell.closed())), notes);
    }

    private Optional<Chart> latency(String id, String title, Function<Percentiles, @Nullable Double> percentile) {
        Optional<OpenFigures> any = run.cells()
                .stream()
                .flatMap(cell -> Optional.ofNullable(cell.open()).stream())
                .findFirst();
        if (any.isEmpty()) {
            return Optional.empty();
        }
        String reading = "Lower is better. At " + any.get().offered()
                + " in all, from the time at which a message was due to be sent.";
        String marks = "Open loop. " + (run.forks() == 1
                ? "1 fork, indicative: there is no spread to show."
                : "Line: percentile of the histograms of up to " + run.forks()
                        + " forks (server processes) merged; whiskers and dots: the forks alone.");
        return lines(id, title, reading, marks, "microseconds", Units::digits, "open", cell -> {
            Double value = cell.open() == null ? null : percentile.apply(cell.open().latency());
            return value == null || cell.open() == null
                    ? null
                    : new Point(value, cell.open().overForks(percentile));
        }, List.of());
    }

    private Optional<Chart> lines(String id, String title, String reading, String marks, String axis,
            DoubleFunction<String> shown, String load, Function<Figures, @Nullable Point> point, List<String> notes) {
        Map<String, NavigableMap<Integer, Point>> lines = new LinkedHashMap<>();
        for (Figures cell : run.cells()) {
            Point there = point.apply(cell);
            if (there != null) {
                lines.computeIfAbsent(cell.subject(), subject -> new TreeMap<>()).put(cell.connections(), there);
            }
        }
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        LineOption option = new LineOption(title, reading, connections(), axis, shown);
        lines.forEach(option::add);
        run.subjects().stream().filter(subject -> !lines.containsKey(subject)).forEach(option::addMissing);
        List<String> all = new ArrayList<>(notes);
        run.gaps().stream().filter(gap -> gap.loads().contains(load)).forEach(gap -> all.add(note(gap)));
        return Optional.of(new Chart(id, title, reading, marks, option.build(run.ladder(), run.subjects()),
                table(lines, axis, shown), all));
    }

    private @Nullable Double share() {
        return run.manifest().plan().activeShare();
    }

    /** What the horizontal axis counts: where the active connections grow along, it says so. */
    private String connections() {
        Double share = share();
        return "connections open" + (share == null ? "" : ", " + Units.percent(share) + " of them active");
    }

    private static String note(Remark gap) {
        return gap.subject() + " at " + Units.count(gap.connections()) + ": " + gap.word()
                + (gap.trials() < gap.of() ? " (" + gap.trials() + " of " + gap.of() + " trials)" : "") + ", "
                + gap.text();
    }

    private Chart.Table table(Map<String, NavigableMap<Integer, Point>> lines, String axis,
            DoubleFunction<String> shown) {
        List<Integer> columns = run.ladder()
                .stream()
                .filter(connections -> lines.values().stream().anyMatch(line -> line.containsKey(connections)))
                .toList();
        List<String> head = new ArrayList<>(List.of("server, " + axis));
        columns.forEach(connections -> head.add(Units.count(connections) + " open"));
        List<List<String>> rows = new ArrayList<>();
        lines.forEach((subject, line) -> {
            List<String> row = new ArrayList<>(List.of(subject));
            for (int connections : columns) {
                Point point = line.get(connections);
                row.add(point == null ? "" : text(point.value(), point.forks(), shown));
            }
            rows.add(row);
        });
        return new Chart.Table(head, rows);
    }

    private static String text(double value, @Nullable Spread forks, DoubleFunction<String> shown) {
        return forks == null || forks.forks() == 1
                ? shown.apply(value)
                : shown.apply(value) + " (" + shown.apply(forks.min()) + " – " + shown.apply(forks.max()) + ")";
    }

    private Optional<Chart> memory() {
        if (run.residentBytes().isEmpty()) {
            return Optional.empty();
        }
        String title = "Memory of the server process per connection";
        String reading = "Lower is better. Resident bytes that a further connection costs; the kernel's own are not in it.";
        Map<String, Spread> kibibytes = new LinkedHashMap<>();
        List<String> notes = new ArrayList<>();
        run.residentBytes().forEach((subject, bytes) -> {
            if (bytes.min() > 0) {
                kibibytes.put(subject, new Spread(bytes.perFork().stream().map(value -> value / Units.KIB).toList()));
            } else {
                notes.add("Cannot be told for " + subject + ": its process shrank while connections were added ("
                        + Units.bytes(bytes.min()) + " a connection), so less than it frees by itself.");
            }
        });
        if (kibibytes.isEmpty()) {
            return Optional.empty();
        }
        DoubleFunction<String> shown = value -> Units.bytes(value * Units.KIB);
        ObjectNode option = new BarOption(title, reading, "KiB a connection", shown).build(kibibytes,
                run.subjects());
        List<List<String>> rows = new ArrayList<>();
        kibibytes.forEach((subject, value) -> rows.add(List.of(subject, text(value.median(), value, shown),
                String.valueOf(value.forks()))));
        List<String> missing = run.subjects()
                .stream()
                .filter(subject -> !run.residentBytes().containsKey(subject))
                .toList();
        if (!missing.isEmpty()) {
            notes.add("Cannot be derived for " + String.join(", ", missing)
                    + ": no fork came to 500 more connections than before.");
        }
        return Optional.of(new Chart("memory-per-connection", title, reading,
                run.forks() == 1
                        ? "1 fork, indicative: there is no spread to show."
                        : "Bar: median of the forks (server processes) that climbed far enough to tell; whiskers: smallest "
                                + "and largest; dots: the forks.",
                option, new Chart.Table(List.of("server", "bytes a connection", "forks"), rows), notes));
    }
}
