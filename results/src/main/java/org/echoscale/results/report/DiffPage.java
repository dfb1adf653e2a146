package org.echoscale.results.report;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.echoscale.results.charts.Chart.Table;
import org.echoscale.results.compare.Compared;
import org.echoscale.results.compare.ComparedCell;
import org.echoscale.results.compare.Conditions;
import org.echoscale.results.compare.Difference;
import org.echoscale.results.compare.Measure;
import org.echoscale.results.compare.Ratios;
import org.echoscale.results.compare.RunComparison;
import org.echoscale.results.compare.Side;
import org.echoscale.results.model.Cell;
import org.echoscale.results.model.NullTest;
import org.echoscale.results.model.RunManifest;
import org.echoscale.results.stats.Spread;
import org.echoscale.results.stats.Units;
import org.jspecify.annotations.Nullable;

/** The tables of a comparison of two runs, for the terminal and for Markdown alike. */
public final class DiffPage {
    /** How to read the columns. */
    public static final List<String> LEGEND = List.of(
            "A and B are medians over the forks, and B ÷ A is the ratio of these two.",
            "The interval says where the ratio is with 95 %: Welch's t on the logarithms of the forks, from three forks on "
                    + "each side. When 1 is in it, no difference is shown, which is not the same as no difference.",
            "\"Forks disagree\": the ratio of the medians is outside of the interval, as one fork far off makes it. Believe neither.");

    private static final String NOTHING = "–";

    private final RunComparison runs;
    private final boolean severalLoads;

    private DiffPage(RunComparison runs) {
        this.runs = runs;
        this.severalLoads = runs.cells()
                .stream()
                .collect(Collectors.groupingBy(cell -> List.of(cell.a().cell().subject(),
                        cell.a().cell().connections(), cell.a().cell().load().kind()), Collectors.counting()))
                .values()
                .stream()
                .anyMatch(cells -> cells > 1);
    }

    /** A part with its title. A table without rows does not come up. */
    public record Section(String title, String hint, Table table) {}

    public static List<Section> of(RunComparison runs) {
        return new DiffPage(runs).sections();
    }

    private List<Section> sections() {
        List<Section> all = new ArrayList<>();
        all.add(new Section("Different environments", "", differences(runs.environment().differences())));
        for (Measure measure : Measure.values()) {
            all.add(new Section(capital(measure.title()), measure.hint(), table(measure)));
        }
        all.add(new Section("Trials that are no numbers", "", problems()));
        all.add(new Section("Cells in one run alone", "", alone()));
        all.add(new Section("The runs", "", theRuns()));
        all.add(new Section("Different, and no reason to refuse", "", differences(runs.environment().shown())));
        all.add(new Section("Recorded in one run alone", "", differences(runs.environment().unchecked())));
        return all.stream().filter(section -> !section.table().rows().isEmpty()).toList();
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static Table differences(List<Difference> differences) {
        return new Table(List.of("field", "A", "B"),
                differences.stream().map(one -> List.of(one.field(), one.a(), one.b())).toList());
    }

    private Table table(Measure measure) {
        List<String> head = new ArrayList<>(List.of("server", "connections"));
        if (severalLoads) {
            head.add("load");
        }
        head.addAll(List.of("A", "B", "B ÷ A", "95 % interval", "forks", "reading"));
        return new Table(head, runs.cells()
                .stream()
                .filter(cell -> measure.suits(cell.a().cell().load()))
                .map(cell -> row(cell, measure))
                .toList());
    }

    private List<String> row(ComparedCell cell, Measure measure) {
        Cell of = cell.a().cell();
        List<String> row = new ArrayList<>(List.of(of.subject(), Units.count(of.connections())));
        if (severalLoads) {
            row.add(of.active() + " active, " + of.payloadBytes() + " B, " + of.load().text());
        }
        row.add(value(cell.a(), measure));
        row.add(value(cell.b(), measure));
        row.addAll(cell.measured(measure)
                .map(DiffPage::result)
                .orElse(List.of(NOTHING, NOTHING, NOTHING, "not compared")));
        return row;
    }

    private static String value(Side side, Measure measure) {
        Spread spread = side.value(measure);
        return spread == null ? side.word(measure) : measure.text(spread.median());
    }

    private static List<String> result(Compared one) {
        int a = one.a().forks();
        int b = one.b().forks();
        return List.of(one.ratio() == null ? NOTHING : Ratios.times(one.ratio()),
                one.interval() == null ? NOTHING : Ratios.range(one.interval()),
                a == b ? String.valueOf(a) : a + " and " + b,
                reading(one) + (one.lopsided() ? "; forks disagree" : ""));
    }

    private static String reading(Compared one) {
        return switch (one.reading()) {
            case HIGHER -> "B is higher";
            case LOWER -> "B is lower";
            case NO_DIFFERENCE_SHOWN -> "no difference shown";
            case NO_INTERVAL -> "no interval: fewer than 3 forks";
        };
    }

    private Table problems() {
        return new Table(List.of("run", "server", "connections", "load", "outcome", "trials", "reason"),
                runs.cells()
                        .stream()
                        .flatMap(cell -> Stream.concat(problems("A", cell.a()), problems("B", cell.b())))
                        .toList());
    }

    private static Stream<List<String>> problems(String run, Side side) {
        return side.problems()
                .stream()
                .map(problem -> List.of(run, side.cell().subject(), Units.count(side.cell().connections()),
                        side.cell().load().text(), problem.outcome().name(),
                        problem.trials() + " of " + side.trials(), problem.reasons()));
    }

    private Table alone() {
        List<List<String>> rows = new ArrayList<>();
        alone("A", runs.onlyInA(), rows);
        alone("B", runs.onlyInB(), rows);
        return new Table(List.of("run", "server", "load", "connections"), rows);
    }

    private static void alone(String run, Collection<Cell> cells, List<List<String>> rows) {
        Map<List<String>, List<String>> byLoad = new LinkedHashMap<>();
        cells.forEach(cell -> byLoad
                .computeIfAbsent(
                        List.of(run, cell.subject(),
                                cell.active() + " active, " + cell.payloadBytes() + " B, " + cell.load().text()),
                        key -> new ArrayList<>())
                .add(Units.count(cell.connections())));
        byLoad.forEach((key, connections) -> rows
                .add(Stream.concat(key.stream(), Stream.of(String.join(", ", connections))).toList()));
    }

    // ---- the runs themselves ----

    private Table theRuns() {
        List<List<String>> rows = new ArrayList<>();
        both(rows, "plan", run -> run.plan().name());
        both(rows, "echoscale", RunManifest::version);
        both(rows, "git commit", run -> run.environment().facts().get("git.commit"));
        both(rows, "forks", run -> String.valueOf(run.plan().forks()));
        both(rows, "seed", run -> String.valueOf(run.plan().seed()));
        during(rows, "began", meanwhile -> second(meanwhile.first()));
        during(rows, "last trial", meanwhile -> second(meanwhile.last()));
        during(rows, "steal", Meanwhile::steal);
        during(rows, "CPU of other processes", Meanwhile::otherCpu);
        during(rows, "load average", Meanwhile::loadAverage);
        during(rows, "trials held back by a control group", Meanwhile::throttledTrials);
        nullTest(rows, "null test: active connections", test -> Units.count(test.connections()));
        nullTest(rows, "null test: generator CPU per message",
                test -> Units.micros(test.generatorNanosPerMessage() / 1e3));
        nullTest(rows, "null test: most messages per second", test -> Units.count(test.ceilingPerSecond()));
        nullTest(rows, "null test: round trip", test -> Units.micros(test.roundTripNanos() / 1e3));
        return new Table(List.of("", "A", "B"), rows);
    }

    private void both(List<List<String>> rows, String what, Function<RunManifest, @Nullable String> value) {
        add(rows, what, value.apply(runs.a()), value.apply(runs.b()));
    }

    private void during(List<List<String>> rows, String what, Function<Conditions, @Nullable String> value) {
        add(rows, what, value.apply(runs.conditionsOfA()), value.apply(runs.conditionsOfB()));
    }

    private void nullTest(List<List<String>> rows, String what, Function<NullTest, String> value) {
        NullTest a = runs.nullTestOfA();
        NullTest b = runs.nullTestOfB();
        add(rows, what, a == null ? null : value.apply(a), b == null ? null : value.apply(b));
    }

    private static void add(List<List<String>> rows, String what, @Nullable String a, @Nullable String b) {
        rows.add(List.of(what, a == null ? "unknown" : a, b == null ? "unknown" : b));
    }

    private static String second(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
