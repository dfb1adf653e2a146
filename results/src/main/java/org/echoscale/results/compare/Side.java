package org.echoscale.results.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.echoscale.results.model.Cell;
import org.echoscale.results.model.Measurement;
import org.echoscale.results.model.Outcome;
import org.echoscale.results.model.Reason;
import org.echoscale.results.model.Trial;
import org.echoscale.results.stats.Spread;
import org.jspecify.annotations.Nullable;

/**
 * What one run has of a cell.
 *
 * @param cell what was measured
 * @param values each measure in each valid fork; one that cannot be had is not among them
 * @param trials how many there are, whatever became of them
 * @param problems trials that are no numbers, by outcome
 */
public record Side(Cell cell, Map<Measure, Spread> values, int trials, List<Problem> problems) {
    public Side {
        values = Map.copyOf(values);
        problems = List.copyOf(problems);
    }

    /**
     * Trials that are no numbers.
     *
     * @param outcome of all of them
     * @param trials how many
     * @param reasons each kind of reason once
     */
    public record Problem(Outcome outcome, int trials, String reasons) {}

    static Side of(Cell cell, List<Trial> trials) {
        List<Measurement> valid = trials.stream()
                .filter(trial -> trial.outcome() == Outcome.VALID)
                .sorted(Comparator.comparingInt(Trial::fork))
                .map(trial -> Objects.requireNonNull(trial.measurement()))
                .toList();
        Map<Measure, Spread> values = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            Spread spread = measure.of(cell.load(), valid);
            if (spread != null) {
                values.put(measure, spread);
            }
        }
        return new Side(cell, values, trials.size(), problems(trials));
    }

    private static List<Problem> problems(List<Trial> trials) {
        List<Problem> problems = new ArrayList<>();
        for (Outcome outcome : List.of(Outcome.INVALID, Outcome.FAILED, Outcome.SKIPPED)) {
            List<Trial> with = trials.stream().filter(trial -> trial.outcome() == outcome).toList();
            if (!with.isEmpty()) {
                problems.add(new Problem(outcome, with.size(), reasons(with)));
            }
        }
        return problems;
    }

    private static String reasons(List<Trial> trials) {
        Map<String, Reason> byCode = new LinkedHashMap<>();
        trials.forEach(trial -> trial.reasons().forEach(reason -> byCode.putIfAbsent(reason.code(), reason)));
        return byCode.values().stream().map(Reason::message).collect(Collectors.joining("; "));
    }

    public @Nullable Spread value(Measure measure) {
        return values.get(measure);
    }

    /** Whether trials ended in a way that nobody foresaw: one that was skipped is not among them. */
    public boolean broken() {
        return problems.stream().anyMatch(problem -> problem.outcome() != Outcome.SKIPPED);
    }

    /** What stands where a number would: the outcome of all trials, or why a valid one has no such figure. */
    public String word(Measure measure) {
        if (trials > problems.stream().mapToInt(Problem::trials).sum()) {
            return switch (measure) {
                case CPU, QUOTIENT -> "process unknown";
                case P50, P99 -> "too few samples";
                case THROUGHPUT -> "not told";
            };
        }
        return problems.stream().map(problem -> problem.outcome().name()).collect(Collectors.joining(", "));
    }
}
