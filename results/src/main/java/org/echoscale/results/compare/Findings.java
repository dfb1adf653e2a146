package org.echoscale.results.compare;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.echoscale.results.compare.Compared.Interval;
import org.echoscale.results.compare.Compared.Reading;
import org.echoscale.results.model.Cell;
import org.echoscale.results.model.NullTest;
import org.echoscale.results.stats.Units;
import org.jspecify.annotations.Nullable;

/** What a comparison of two runs comes to, in sentences: what was found first, then how far it is to be trusted. */
public final class Findings {
    private final RunComparison runs;

    private Findings(RunComparison runs) {
        this.runs = runs;
    }

    public static List<String> of(RunComparison runs) {
        return new Findings(runs).sentences();
    }

    private List<String> sentences() {
        List<String> all = new ArrayList<>();
        if (!runs.environment().passes()) {
            all.add("DIFFERENT ENVIRONMENTS: A and B differ in "
                    + count(runs.environment().differences().size(), "field")
                    + " that the figures depend on, listed below. No ratio can be put down to the servers.");
        }
        if (runs.sameRun()) {
            all.add("A and B are the same run, so every ratio is 1.");
        }
        if (!runs.hasNumbers()) {
            all.add("Nothing can be compared: no cell has valid figures in both runs.");
        } else {
            for (Measure measure : Measure.values()) {
                String sentence = sentence(measure);
                if (sentence != null) {
                    all.add(sentence);
                }
            }
            chance(all);
            all.addAll(caution());
        }
        all.addAll(runs.remarks());
        unchecked(all);
        return all;
    }

    private @Nullable String sentence(Measure measure) {
        List<Compared> compared = runs.compared(measure);
        if (compared.isEmpty()) {
            return null;
        }
        String title = measure.title().substring(0, 1).toUpperCase(Locale.ROOT) + measure.title().substring(1);
        List<Compared> judged = compared.stream().filter(one -> one.reading() != Reading.NO_INTERVAL).toList();
        if (judged.isEmpty()) {
            return title + ": indicative, as no cell has three forks on both sides; the ratio B ÷ A lies from "
                    + range(compared) + ".";
        }
        List<ComparedCell> different = runs.cells()
                .stream()
                .filter(cell -> cell.measured(measure).filter(Findings::isDifferent).isPresent())
                .sorted(Comparator.comparingDouble((ComparedCell cell) -> -distance(interval(cell, measure))))
                .toList();
        if (different.isEmpty()) {
            return title + ": no difference shown in "
                    + (judged.size() == 1
                            ? "the one cell that has an interval."
                            : "any of " + judged.size() + " cells.");
        }
        long higher = different.stream()
                .filter(cell -> cell.measured(measure).orElseThrow().reading() == Reading.HIGHER)
                .count();
        Interval most = interval(different.getFirst(), measure);
        return title + ": B " + measure.verb() + " " + Ratios.times(most.middle()) + " A's with "
                + place(different.getFirst().a().cell()) + " (95 %: " + Ratios.range(most)
                + "). A difference is shown in "
                + different.size() + " of " + count(judged.size(), "cell") + ": " + higher + " higher in B, "
                + (different.size() - higher) + " lower."
                + (judged.size() == different.size() ? "" : " No difference shown in the others.");
    }

    private static boolean isDifferent(Compared one) {
        return one.reading() == Reading.HIGHER || one.reading() == Reading.LOWER;
    }

    private static Interval interval(ComparedCell cell, Measure measure) {
        return Objects.requireNonNull(cell.measured(measure).orElseThrow().interval());
    }

    private static double distance(Interval interval) {
        return Math.abs(Math.log(interval.middle()));
    }

    private static String range(List<Compared> compared) {
        List<Double> ratios = compared.stream()
                .map(Compared::ratio)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .sorted()
                .toList();
        return ratios.isEmpty()
                ? "nothing that can be divided"
                : Ratios.times(ratios.getFirst()) + " to " + Ratios.times(ratios.getLast());
    }

    /** Many intervals are looked at together. */
    private void chance(List<String> all) {
        int intervals = (int) runs.cells()
                .stream()
                .flatMap(cell -> cell.measures().stream())
                .filter(one -> one.interval() != null)
                .count();
        if (intervals > 0 && !runs.sameRun()) {
            all.add("By chance alone about 1 interval in 20 excludes 1; there are " + Units.count(intervals)
                    + " of them here.");
        }
    }

    private List<String> caution() {
        List<String> all = new ArrayList<>();
        if (!runs.sameRun()) {
            all.add("Weak evidence: the runs were made " + apart()
                    + ", and a machine can change in between by more than any interval here shows. "
                    + "Forks of one run share its hour. For a claim, let both take turns on one machine: echoscale "
                    + "compare, with --external for two builds of one server.");
            nullTests(all);
            steal(all);
        }
        return all;
    }

    private String apart() {
        Conditions a = runs.conditionsOfA();
        Conditions b = runs.conditionsOfB();
        if (!a.first().isAfter(b.last()) && !b.first().isAfter(a.last())) {
            return "at overlapping times";
        }
        Duration between = Duration.between(a.first(), b.first()).abs();
        return Ratios.time(between) + " apart";
    }

    /** No server takes part in it: when it differs, the machine does. */
    private void nullTests(List<String> all) {
        NullTest a = runs.nullTestOfA();
        NullTest b = runs.nullTestOfB();
        if (a != null && b != null) {
            all.add("Without a server (null test), a message cost the generator "
                    + Ratios.times(b.generatorNanosPerMessage() / a.generatorNanosPerMessage())
                    + " in B of what it cost in A"
                    + (a.connections() == b.connections() ? "" : ", with other numbers of connections")
                    + ": a difference that no server made.");
        }
    }

    /** The kind of null test tells which versions the runs are of. */
    private void steal(List<String> all) {
        boolean olderA = runs.a().nullTest() != null;
        boolean olderB = runs.b().nullTest() != null;
        if (olderA != olderB && runs.conditionsOfA().steal() != null && runs.conditionsOfB().steal() != null) {
            all.add("Steal is not to be compared: " + (olderA ? "A" : "B")
                    + ", of an older version, has that of all CPUs together, " + (olderA ? "B" : "A")
                    + " that of the CPU which lost most.");
        }
    }

    private void unchecked(List<String> all) {
        int facts = runs.environment().unchecked().size();
        if (facts > 0) {
            all.add(count(facts, "fact") + " of the environment " + (facts == 1 ? "is" : "are")
                    + " recorded in one of the runs only, so nobody knows whether "
                    + (facts == 1 ? "it differs" : "they differ")
                    + "; see below.");
        }
    }

    private static String place(Cell cell) {
        return cell.subject() + " at " + count(cell.connections(), "connection");
    }

    private static String count(int number, String noun) {
        return Units.count(number) + " " + noun + (number == 1 ? "" : "s");
    }
}
