package org.echoscale.results.stats;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the run says about the cost of a message, each server against the cheapest. */
final class CostSentences {
    private static final int MOST_SENTENCES = 4;

    private final RunFigures run;
    private final Metric metric;
    private final Map<String, NavigableMap<Integer, Spread>> costs = new LinkedHashMap<>();
    private final String reference;

    CostSentences(RunFigures run, Metric metric) {
        this.run = run;
        this.metric = metric;
        for (Figures cell : run.cells()) {
            Spread cost = metric.of(cell);
            if (cost != null) {
                costs.computeIfAbsent(cell.subject(), subject -> new TreeMap<>()).put(cell.connections(), cost);
            }
        }
        reference = reference();
    }

    /**
     * The cheapest of those that were measured with the most numbers of connections, at the numbers that all of these have: one
     * that lacks a dear number must not look cheap for it.
     */
    private String reference() {
        int most = costs.values().stream().mapToInt(Map::size).max().orElseThrow();
        Map<String, NavigableMap<Integer, Spread>> longest = new LinkedHashMap<>(costs);
        longest.values().removeIf(ladder -> ladder.size() < most);
        Set<Integer> common = new TreeSet<>(longest.values().iterator().next().keySet());
        longest.values().forEach(ladder -> common.retainAll(ladder.keySet()));
        return longest.entrySet()
                .stream()
                .min(Comparator.comparingDouble(entry -> entry.getValue()
                        .entrySet()
                        .stream()
                        .filter(step -> common.isEmpty() || common.contains(step.getKey()))
                        .mapToDouble(step -> Math.log(step.getValue().median()))
                        .sum()))
                .orElseThrow()
                .getKey();
    }

    List<String> sentences() {
        String cheapest = reference;
        List<Dearer> dearer = dearerThan(reference);
        if (dearer.isEmpty()) { // another is cheaper at some numbers, or everywhere that it was measured
            cheapest = costs.keySet()
                    .stream()
                    .max(Comparator.comparingDouble(subject -> dearerThan(subject).stream()
                            .mapToDouble(Dearer::worst)
                            .max()
                            .orElse(1)))
                    .orElseThrow();
            dearer = dearerThan(cheapest);
        }
        List<String> all = new ArrayList<>();
        dearer.stream().limit(MOST_SENTENCES).forEach(d -> all.add(d.sentence()));
        if (dearer.size() > MOST_SENTENCES) {
            all.add("Also clearly dearer than " + cheapest + ", by up to: " + dearer.stream()
                    .skip(MOST_SENTENCES)
                    .map(d -> d.subject() + " " + Units.times(d.worst()))
                    .collect(Collectors.joining(", ")) + ".");
        }
        if (dearer.isEmpty() && costs.size() > 1) {
            all.add("No server is clearly dearer than another in " + metric.figure + ".");
        }
        NavigableMap<Integer, Spread> cheap = ladder(reference);
        alike(cheap, all);
        growth(cheap, all);
        return all;
    }

    /** The worst first. */
    private List<Dearer> dearerThan(String cheap) {
        List<Dearer> dearer = new ArrayList<>();
        costs.forEach((subject, ladder) -> {
            Dearer found = subject.equals(cheap) ? null : dearer(subject, ladder, cheap);
            if (found != null) {
                dearer.add(found);
            }
        });
        dearer.sort(Comparator.comparingDouble(Dearer::worst).reversed());
        return dearer;
    }

    private NavigableMap<Integer, Spread> ladder(String subject) {
        return costs.getOrDefault(subject, new TreeMap<>());
    }

    /** Where a server is clearly dearer than another, how much, and the sentence that says so. */
    private record Dearer(String subject, Map<Integer, Double> ratios, String sentence) {
        double worst() {
            return ratios.values().stream().mapToDouble(Double::doubleValue).max().orElse(1);
        }
    }

    private @Nullable Dearer dearer(String subject, NavigableMap<Integer, Spread> ladder, String cheapest) {
        NavigableMap<Integer, Spread> cheap = ladder(cheapest);
        NavigableMap<Integer, Double> clear = new TreeMap<>();
        Integer lastUnclear = null;
        for (Map.Entry<Integer, Spread> step : ladder.entrySet()) {
            Spread other = cheap.get(step.getKey());
            if (other != null && Verdict.isClear(step.getValue(), other)) {
                clear.put(step.getKey(), step.getValue().median() / other.median());
            } else if (other != null) {
                lastUnclear = step.getKey();
            }
        }
        if (clear.isEmpty()) {
            return null;
        }
        NavigableMap<Integer, Double> shown = lastUnclear == null ? clear : clear.tailMap(lastUnclear, false);
        String where;
        if (shown.size() > 1) {
            where = lastUnclear == null
                    ? "At every size, from " + Units.count(shown.firstKey()) + " to "
                            + Verdict.connections(shown.lastKey())
                    : "From " + Verdict.connections(shown.firstKey()) + " on";
        } else {
            // At the largest number alone, or at none that all larger ones confirm: then where it is worst.
            Map.Entry<Integer, Double> one = (shown.isEmpty() ? clear : shown).entrySet()
                    .stream()
                    .max(Map.Entry.comparingByValue())
                    .orElseThrow();
            shown = new TreeMap<>(Map.of(one.getKey(), one.getValue()));
            where = "At " + Verdict.connections(one.getKey());
        }
        return new Dearer(subject, shown, where + active(subject, shown) + ", " + subject + " "
                + metric.compared(range(shown), cheapest) + ".");
    }

    private static String range(Map<Integer, Double> ratios) {
        String least = Units.times(ratios.values().stream().min(Comparator.naturalOrder()).orElseThrow());
        String most = Units.times(ratios.values().stream().max(Comparator.naturalOrder()).orElseThrow());
        return least.equals(most) ? most : least + " to " + most;
    }

    private String active(String subject, Map<Integer, Double> ratios) {
        List<Integer> active = ratios.keySet()
                .stream()
                .flatMap(n -> run.at(subject, n).stream())
                .map(Figures::active)
                .distinct()
                .sorted()
                .toList();
        return active.size() == 1
                ? " (" + Units.count(active.getFirst()) + " active)"
                : " (" + Units.count(active.getFirst()) + " to " + Units.count(active.getLast()) + " active)";
    }

    /** What does not differ is a result too: those like the cheapest, at the most connections that several reached. */
    private void alike(NavigableMap<Integer, Spread> cheap, List<String> all) {
        for (Map.Entry<Integer, Spread> step : cheap.descendingMap().entrySet()) {
            Map<String, Spread> there = alike(step.getKey(), step.getValue());
            boolean several = costs.values().stream().filter(ladder -> ladder.containsKey(step.getKey())).count() > 1;
            if (there.size() > 1) {
                double least = there.values().stream().mapToDouble(Spread::median).min().orElseThrow();
                double most = there.values().stream().mapToDouble(Spread::median).max().orElseThrow();
                all.add("At " + Verdict.connections(step.getKey()) + ", " + listed(List.copyOf(there.keySet()))
                        + " need " + Units.digits(least) + " to " + Units.digits(most) + " µs of " + metric.figure
                        + ": " + (run.forks() == 1
                                ? "no difference that one fork could show."
                                : "no difference clearly larger than the spread between forks."));
            }
            if (several) {
                return;
            }
        }
    }

    /** Those of which no two differ clearly, in the order of the run; of two that do, the one that is nearer to this cost. */
    private Map<String, Spread> alike(int connections, Spread cheap) {
        Map<String, Spread> there = new LinkedHashMap<>();
        costs.forEach((subject, ladder) -> {
            Spread cost = ladder.get(connections);
            if (cost != null) {
                there.put(subject, cost);
            }
        });
        List<Spread> near = new ArrayList<>();
        there.values()
                .stream()
                .sorted(Comparator.comparingDouble(cost -> Math.abs(Math.log(cost.median() / cheap.median()))))
                .filter(cost -> near.stream()
                        .noneMatch(one -> Verdict.isClear(cost, one) || Verdict.isClear(one, cost)))
                .forEach(near::add);
        there.values().removeIf(cost -> !near.contains(cost));
        return there;
    }

    private void growth(NavigableMap<Integer, Spread> ladder, List<String> all) {
        Map.Entry<Integer, Spread> first = ladder.firstEntry();
        Map.Entry<Integer, Spread> last = ladder.lastEntry();
        if (first == null || last == null) {
            return;
        }
        String now = Units.digits(last.getValue().median()) + " µs at " + Verdict.connections(last.getKey());
        if (ladder.size() == 1) {
            all.add("The " + metric.figure + " of " + reference + " is " + now + ".");
            return;
        }
        String how = Verdict.isClear(last.getValue(), first.getValue())
                ? " grows"
                : Verdict.isClear(first.getValue(), last.getValue())
                        ? " falls"
                        : " does not clearly change with the number of connections:";
        all.add("The " + metric.figure + " of " + reference + how + " from "
                + Units.digits(first.getValue().median()) + " µs at " + Verdict.connections(first.getKey()) + " to "
                + now + ".");
    }

    private static String listed(List<String> names) {
        return String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
    }
}
