package org.echoscale.bench.cli;

import org.echoscale.bench.run.ComparisonFigures;
import static org.echoscale.bench.cli.ComparisonNumbers.forks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import org.echoscale.bench.run.SideBySide.Meanwhile;
import org.echoscale.bench.run.SideBySide.Settings;
import org.echoscale.bench.run.SideBySide.WarmedUp;
import org.echoscale.results.stats.Spread;

/** A comparison for people: what was found, the table, and how to read it. */
final class ComparisonText {
    private ComparisonText() {}

    /**
     * The lines.
     *
     * @param figures the reference's first; at least one
     */
    static List<String> lines(List<String> verdict, List<ComparisonFigures> figures, Settings settings,
            Meanwhile machine, List<WarmedUp> warmUps) {
        int forks = figures.getFirst().ratio().forks();
        List<String> lines = new ArrayList<>(verdict);
        lines.add("");
        lines.addAll(table(figures));
        lines.add("");
        lines.add("Read RATIO: server CPU ÷ generator CPU of the same slice, against " + figures.getFirst().server()
                + "'s; what slows a slice slows both.");
        if (forks > 1) {
            lines.add(String.format(Locale.ROOT,
                    "[lowest–highest of %d forks]: holds the median of all such forks %s times in 100.", forks,
                    often(forks)));
        } else {
            lines.add("One fork is indicative: forks differ, and this does not show by how much.");
        }
        lines.addAll(TextTable.broken(machine(machine), TextTable.WIDTH));
        warmUps(warmUps).ifPresent(line -> lines.addAll(TextTable.broken(line, TextTable.WIDTH)));
        lines.add(forks(settings.forks()) + " of " + Words.count(settings.rounds(), "round") + " of "
                + ComparisonNumbers.text(settings.slice()) + "; " + Words.count(settings.connections(), "connection")
                + ", "
                + settings.active() + " active, " + Words.count(settings.payloadBytes(), "byte")
                + "; repeat with --seed "
                + settings.seed());
        return lines;
    }

    /** What the machine did meanwhile: how often it was taken away, and how much of it. */
    static String machine(Meanwhile machine) {
        String steal = machine.stealMedian() == null || machine.stealWorst() == null
                ? "The machine: steal is not told"
                : String.format(Locale.ROOT, "The machine: steal %.1f %% at the median of the rounds, %.1f %% at worst",
                        machine.stealMedian() * 100, machine.stealWorst() * 100);
        String repeated = machine.repeatedRounds() == 0
                ? "; no round was repeated"
                : "; " + Words.count(machine.repeatedRounds(), "round") + " repeated, as it was taken away during "
                        + (machine.repeatedRounds() == 1 ? "it" : "them");
        return steal + repeated + (machine.disturbedRounds() == 0
                ? "."
                : ", and " + Words.count(machine.disturbedRounds(), "disturbed round")
                        + (machine.disturbedRounds() == 1 ? " counts: " : " count: ")
                        + "measure again at a quieter time.");
    }

    /** Which servers were not steady at the end of their warm-up, and how often; nothing where all were. */
    static Optional<String> warmUps(List<WarmedUp> all) {
        Map<String, Integer> unsteady = new LinkedHashMap<>();
        all.stream()
                .filter(warmedUp -> !warmedUp.warmUp().steady())
                .forEach(warmedUp -> unsteady.merge(warmedUp.server(), 1, Integer::sum));
        int times = unsteady.values().stream().mapToInt(count -> count).sum();
        return times == 0
                ? Optional.empty()
                : Optional.of("The warm-up ended before a steady state " + times + " of "
                        + Words.count(all.size(), "time") + ": "
                        + unsteady.entrySet()
                                .stream()
                                .map(server -> server.getValue() + " with " + server.getKey())
                                .collect(Collectors.joining(", "))
                        + ".");
    }

    private static String often(int forks) {
        double percent = ComparisonNumbers.coverage(forks);
        return percent > 99 ? "over 99" : String.format(Locale.ROOT, "%.0f", Math.floor(percent));
    }

    private static List<String> table(List<ComparisonFigures> figures) {
        TextTable table = new TextTable("SERVER", "RATIO", "SERVER RATIO", "SERVER µs", "GENERATOR µs", "MESSAGES/S");
        for (ComparisonFigures server : figures) {
            boolean reference = server.equals(figures.getFirst());
            table.row(server.server(), reference ? "1" : cell(server.ratio(), ComparisonNumbers::fine),
                    reference ? "1" : cell(server.serverRatio(), ComparisonNumbers::fine),
                    cell(server.serverMicros(), ComparisonNumbers::coarse),
                    cell(server.generatorMicros(), ComparisonNumbers::coarse),
                    String.format(Locale.ROOT, "%,.0f", server.messagesPerSecond().median()));
        }
        return table.lines();
    }

    private static String cell(Spread spread, DoubleFunction<String> format) {
        return format.apply(spread.median()) + (spread.forks() == 1
                ? ""
                : " [" + format.apply(spread.min()) + "–" + format.apply(spread.max()) + "]");
    }
}
