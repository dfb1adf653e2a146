package org.echoscale.results.compare;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.echoscale.results.files.RunResults;
import org.echoscale.results.model.Cell;
import org.echoscale.results.model.NullTest;
import org.echoscale.results.model.Plan;
import org.echoscale.results.model.RunManifest;
import org.echoscale.results.model.Subject;
import org.echoscale.results.model.Trial;
import org.echoscale.results.model.Waiting;
import org.echoscale.results.stats.Units;
import org.jspecify.annotations.Nullable;

/**
 * Two runs, cell by cell. Only cells that both have are compared.
 *
 * @param a the first run's manifest
 * @param b the second run's manifest
 * @param conditionsOfA what went on during the first run
 * @param conditionsOfB what went on during the second run
 * @param sameRun whether it is one and the same run twice
 * @param environment whether they may be compared
 * @param cells what both have, in the order of the first run's servers and then by connections
 * @param onlyInA cells of which the second run has no trial
 * @param onlyInB cells of which the first run has no trial
 * @param remarks how the plans differ, in sentences
 */
public record RunComparison(RunManifest a, RunManifest b, Conditions conditionsOfA, Conditions conditionsOfB,
        boolean sameRun, EnvironmentCheck environment, List<ComparedCell> cells, List<Cell> onlyInA,
        List<Cell> onlyInB, List<String> remarks) {
    public RunComparison {
        cells = List.copyOf(cells);
        onlyInA = List.copyOf(onlyInA);
        onlyInB = List.copyOf(onlyInB);
        remarks = List.copyOf(remarks);
    }

    /** The null test of the first run that is compared: with the most active connections that both have one of, else its largest. */
    public @Nullable NullTest nullTestOfA() {
        return largest(a.floors(), b.floors());
    }

    /** The same of the second run. */
    public @Nullable NullTest nullTestOfB() {
        return largest(b.floors(), a.floors());
    }

    private static @Nullable NullTest largest(List<NullTest> floors, List<NullTest> others) {
        List<Integer> active = others.stream().map(NullTest::connections).toList();
        return floors.reversed()
                .stream()
                .filter(floor -> active.contains(floor.connections()))
                .findFirst()
                .orElse(floors.isEmpty() ? null : floors.getLast());
    }

    /** Cells of different loads are paired only where there is no doubt which belongs to which. */
    private record Place(String subject, int connections, String load) {
        static Place of(Cell cell) {
            return new Place(cell.subject(), cell.connections(), cell.load().kind());
        }
    }

    public static RunComparison of(RunResults a, RunResults b) {
        Map<Cell, Side> first = sides(a);
        Map<Cell, Side> second = sides(b);
        List<ComparedCell> cells = new ArrayList<>();
        List<Difference> loads = new ArrayList<>();
        List<Cell> onlyInA = new ArrayList<>();
        Map<Cell, Side> rest = new LinkedHashMap<>(second);
        rest.keySet().removeAll(first.keySet());
        Map<Place, List<Side>> others = byPlace(rest.values());
        Map<Place, List<Side>> own = byPlace(
                first.values().stream().filter(side -> !second.containsKey(side.cell())).toList());
        for (Side side : first.values()) {
            Side same = second.get(side.cell());
            if (same != null) {
                cells.add(ComparedCell.of(side, same));
                continue;
            }
            Place place = Place.of(side.cell());
            List<Side> there = others.getOrDefault(place, List.of());
            if (there.size() == 1 && own.getOrDefault(place, List.of()).size() == 1) {
                Side other = there.getFirst();
                cells.add(ComparedCell.of(side, other));
                loads.addAll(loadDifferences(side.cell(), other.cell()));
                rest.remove(other.cell());
            } else {
                onlyInA.add(side.cell());
            }
        }
        List<Cell> onlyInB = List.copyOf(rest.keySet());
        loads.addAll(waitingDifference(a.manifest().plan(), b.manifest().plan()));
        boolean sameRun = a.manifest().equals(b.manifest()) && a.trials().equals(b.trials());
        return new RunComparison(a.manifest(), b.manifest(), Conditions.of(a), Conditions.of(b), sameRun,
                EnvironmentCheck.of(a.manifest(), b.manifest()).with(loads.stream().distinct().toList()), cells,
                onlyInA, onlyInB, remarks(a.manifest(), b.manifest(), cells.size(), onlyInA.size(), onlyInB.size()));
    }

    /** In the order of the servers in the plan, then by connections and load. */
    private static Map<Cell, Side> sides(RunResults run) {
        List<String> subjects = run.manifest().subjects().stream().map(Subject::name).toList();
        Map<Cell, List<Trial>> trials = run.trials()
                .stream()
                .collect(Collectors.groupingBy(Trial::cell, LinkedHashMap::new, Collectors.toList()));
        Map<Cell, Side> sides = new LinkedHashMap<>();
        trials.entrySet()
                .stream()
                .sorted(Comparator
                        .comparingInt((Map.Entry<Cell, List<Trial>> entry) -> subjects
                                .indexOf(entry.getKey().subject()))
                        .thenComparingInt(entry -> entry.getKey().connections())
                        .thenComparing(entry -> entry.getKey().toString()))
                .forEach(entry -> sides.put(entry.getKey(), Side.of(entry.getKey(), entry.getValue())));
        return sides;
    }

    private static Map<Place, List<Side>> byPlace(Collection<Side> sides) {
        return sides.stream().collect(Collectors.groupingBy(side -> Place.of(side.cell())));
    }

    private static List<Difference> loadDifferences(Cell a, Cell b) {
        List<Difference> differences = new ArrayList<>();
        if (a.payloadBytes() != b.payloadBytes()) {
            differences.add(new Difference("payload", a.payloadBytes() + " B", b.payloadBytes() + " B"));
        }
        if (a.active() != b.active()) {
            differences.add(new Difference("active of " + Units.count(a.connections()) + " connections",
                    String.valueOf(a.active()), String.valueOf(b.active())));
        }
        if (!a.load().equals(b.load())) {
            differences.add(new Difference("messages offered", a.load().text(), b.load().text()));
        }
        return differences;
    }

    /** It is part of how messages are offered, and no part of a cell. */
    private static List<Difference> waitingDifference(Plan a, Plan b) {
        String one = waiting(a);
        String other = waiting(b);
        return one.equals(other) ? List.of() : List.of(new Difference("waiting of the generator", one, other));
    }

    private static String waiting(Plan plan) {
        return Objects.requireNonNullElse(plan.waiting(), Waiting.HYBRID).word();
    }

    private static List<String> remarks(RunManifest a, RunManifest b, int both, int onlyInA, int onlyInB) {
        List<String> remarks = new ArrayList<>();
        if (onlyInA + onlyInB > 0) {
            remarks.add("The runs do not have the same cells: the " + Units.count(both)
                    + " that both have are compared, "
                    + Units.count(onlyInA) + " are in A alone and " + Units.count(onlyInB) + " in B alone.");
        }
        differs(remarks, "measured", a.plan(), b.plan(), plan -> seconds(plan.durationNanos()) + " a trial");
        differs(remarks, "warmed up", a.plan(), b.plan(),
                plan -> "at most " + seconds(plan.maxWarmUpNanos()) + " a server process");
        return remarks;
    }

    private static void differs(List<String> remarks, String what, Plan a, Plan b, Function<Plan, String> value) {
        if (!value.apply(a).equals(value.apply(b))) {
            remarks.add("A " + what + " " + value.apply(a) + ", B " + value.apply(b) + ".");
        }
    }

    private static String seconds(long nanos) {
        return Units.digits(nanos / 1e9) + " s";
    }

    /** Everything that was compared, in all cells. */
    public List<Compared> compared(Measure measure) {
        return cells.stream().flatMap(cell -> cell.measured(measure).stream()).toList();
    }

    /** Cells that both have, of which a trial was INVALID or FAILED. */
    public List<ComparedCell> broken() {
        return cells.stream().filter(cell -> cell.a().broken() || cell.b().broken()).toList();
    }

    /** Whether there is any number to compare. */
    public boolean hasNumbers() {
        return cells.stream().anyMatch(cell -> !cell.measures().isEmpty());
    }
}
