package org.echoscale.results.stats;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.echoscale.results.model.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * A run in plain sentences: first which cells must not be believed, if any, then the most striking. A difference is stated only when it is clearly larger than the
 * spread between forks; with a single fork, which shows no spread, only when it is more than twofold; that there is no more than one is said
 * once.
 */
public final class Verdict {
    /** With several forks: the medians differ by this at least, and the ranges by the next one. */
    private static final double CLEAR = 1.10;

    private static final double CLEAR_RANGES = 1.05;
    private static final double CLEAR_WITH_ONE_FORK = 2.0;
    private static final double CLEAR_LATENCY = 2.0;
    private static final double CLEAR_BYTES = 1_000;

    private final RunFigures run;

    private Verdict(RunFigures run) {
        this.run = run;
    }

    public static List<String> of(RunFigures run) {
        return new Verdict(run).sentences();
    }

    private List<String> sentences() {
        List<String> all = new ArrayList<>();
        if (run.cells().isEmpty()) {
            if (run.evidence().unbelievable().stream().anyMatch(cell -> cell.valid() > 0)) {
                all.addAll(run.evidence().doubts());
                all.add("There is nothing to compare.");
            } else {
                all.add(nothing());
            }
            return all;
        }
        Metric cost = Metric.CPU.isIn(run) ? Metric.CPU : Metric.TIME;
        if (cost.isIn(run)) {
            all.addAll(new CostSentences(run, cost).sentences());
        }
        latency(all);
        churn(all);
        memory(all);
        if (all.isEmpty()) {
            all.add(plainLatency());
        }
        fork(all);
        warmUps(all);
        all.addAll(run.evidence().reservations());
        missing(all);
        all.addAll(0, run.evidence().doubts()); // what the exit code 12 is for
        return all;
    }

    private String nothing() {
        if (run.gaps().isEmpty()) {
            return "Nothing was measured.";
        }
        Map<String, Integer> trials = new LinkedHashMap<>();
        run.gaps()
                .forEach(gap -> trials.merge(gap.word(), gap.trials() * gap.loads().split(", ", -1).length,
                        Integer::sum));
        Remark first = run.gaps().getFirst();
        return "No trial is VALID (" + trials.entrySet()
                .stream()
                .map(entry -> Units.count(entry.getValue()) + " " + entry.getKey())
                .collect(Collectors.joining(", ")) + "), so there is nothing to compare; the first reason: "
                + first.subject() + " with " + connections(first.connections()) + ", " + first.word() + ": "
                + first.text() + ".";
    }

    private void fork(List<String> all) {
        if (run.forks() == 1) {
            all.add("Indicative: 1 fork (server process) each, so nothing shows how far these figures vary.");
        }
    }

    private void warmUps(List<String> all) {
        WarmUps warmUps = run.warmUps();
        if (warmUps.unsteady() > 0) {
            all.add("The warm-up ended before a steady state in " + Units.count(warmUps.unsteady()) + " of "
                    + Units.count(warmUps.trials()) + " closed-loop trials.");
        }
        int servers = warmUps.unsteadyServers().values().stream().mapToInt(count -> count).sum();
        if (servers > 0) {
            all.add("The warm-up of a server process, before its first cell, ended before a steady state "
                    + Units.count(servers) + " of " + Units.count(warmUps.servers())
                    + Units.noun(warmUps.servers(), " time") + ": "
                    + warmUps.unsteadyServers()
                            .entrySet()
                            .stream()
                            .map(server -> Units.count(server.getValue()) + " with " + server.getKey())
                            .collect(Collectors.joining(", "))
                    + ".");
        }
    }

    private void latency(List<String> all) {
        Function<Percentiles, @Nullable Double> p99 = Percentiles::p99;
        for (int connections : run.ladder().reversed()) {
            List<Figures> cells = run.cells()
                    .stream()
                    .filter(cell -> cell.connections() == connections
                            && cell.open() != null && cell.open().latency().p99() != null)
                    .toList();
            if (cells.size() > 1) {
                Comparator<Figures> order = Comparator.comparingDouble(Verdict::p99);
                Figures best = cells.stream().min(order).orElseThrow();
                Figures worst = cells.stream().max(order).orElseThrow();
                if (p99(worst) > CLEAR_LATENCY * p99(best) && apart(worst, best, p99)) {
                    all.add("At " + connections(connections) + " and "
                            + Objects.requireNonNull(best.open()).offered()
                            + ", 99 % of the replies are there within " + Units.micros(p99(best))
                            + " with " + best.subject() + ", and within " + Units.micros(p99(worst)) + " with "
                            + worst.subject() + ".");
                }
                return;
            }
        }
    }

    /** When no difference is worth a sentence, the figure itself is: of the first server at its most connections. */
    private String plainLatency() {
        for (Figures cell : run.cells().reversed()) {
            OpenFigures open = cell.open();
            if (cell.subject().equals(run.cells().getFirst().subject()) && open != null
                    && open.latency().p50() != null) {
                Double p99 = open.latency().p99();
                return "At " + connections(cell.connections()) + " and " + open.offered()
                        + ", half of the replies are there within "
                        + Units.micros(Objects.requireNonNull(open.latency().p50())) + " with " + cell.subject()
                        + (p99 == null ? "" : ", and 99 % within " + Units.micros(p99))
                        + (run.subjects().size() > 1 ? "; no other differs clearly." : ".");
            }
        }
        for (Figures cell : run.cells().reversed()) {
            if (cell.churn() != null) {
                return "Under churn at " + connections(cell.connections()) + ", " + cell.subject() + " was reached "
                        + Units.count(cell.churn().connectionsPerSecond().median()) + " times a second"
                        + (run.subjects().size() > 1 ? "; no other differs clearly in CPU." : ".");
            }
        }
        return "The samples are too few for a statement.";
    }

    /** Connections that come and go: at the most connections that several servers were measured with. */
    private void churn(List<String> all) {
        for (int connections : run.ladder().reversed()) {
            List<Figures> cells = run.cells()
                    .stream()
                    .filter(cell -> cell.connections() == connections
                            && cell.churn() != null && cell.churn().serverMicros() != null
                            && cell.churn().serverMicros().median() > 0) // else another process was watched
                    .toList();
            if (cells.size() > 1) {
                Comparator<Figures> order = Comparator.comparingDouble(cell -> churnCost(cell).median());
                Figures best = cells.stream().min(order).orElseThrow();
                Figures worst = cells.stream().max(order).orElseThrow();
                if (isClear(churnCost(worst), churnCost(best))) {
                    all.add("Under churn at " + connections(connections) + " (" + Units.count(best.active())
                            + " of them come and go), a connection costs "
                            + Units.times(churnCost(worst).median() / churnCost(best).median())
                            + " the server CPU with " + worst.subject() + " that it costs with " + best.subject()
                            + ".");
                }
                return;
            }
        }
    }

    private static Spread churnCost(Figures cell) {
        return Objects.requireNonNull(Objects.requireNonNull(cell.churn()).serverMicros());
    }

    private static double p99(Figures cell) {
        return Objects.requireNonNull(Objects.requireNonNull(cell.open()).latency().p99());
    }

    /** Each fork of the worse above each fork of the better, where the forks alone carry the percentile. */
    private static boolean apart(Figures worst, Figures best, Function<Percentiles, @Nullable Double> percentile) {
        Spread high = Objects.requireNonNull(worst.open()).overForks(percentile);
        Spread low = Objects.requireNonNull(best.open()).overForks(percentile);
        return high == null || low == null || high.min() > low.max();
    }

    private void memory(List<String> all) {
        Comparator<Map.Entry<String, Spread>> order = Comparator.comparingDouble(entry -> entry.getValue().median());
        // A process that shrank meanwhile says nothing about a connection.
        List<Map.Entry<String, Spread>> grown = run.residentBytes()
                .entrySet()
                .stream()
                .filter(entry -> entry.getValue().min() > 0)
                .toList();
        Map.Entry<String, Spread> least = grown.stream().min(order).orElse(null);
        Map.Entry<String, Spread> most = grown.stream().max(order).orElse(null);
        if (least != null && most != null && most.getValue().min() - least.getValue().max() > CLEAR_BYTES
                && most.getValue().min() > 2 * least.getValue().max()) {
            all.add("A connection keeps " + Units.bytes(most.getValue().median())
                    + " of the server process resident with "
                    + most.getKey() + ", and " + Units.bytes(least.getValue().median()) + " with " + least.getKey()
                    + ".");
        }
    }

    private void missing(List<String> all) {
        long cells = run.gaps()
                .stream()
                .filter(gap -> gap.trials() == gap.of()
                        || !(gap.outcome() == Outcome.INVALID || gap.outcome() == Outcome.FAILED)) // else named already
                .map(gap -> gap.subject() + "/" + gap.connections())
                .distinct()
                .count();
        if (cells > 0) {
            all.add((cells == 1
                    ? "1 combination of server and connections lacks"
                    : cells + " combinations of server and connections lack")
                    + " figures, in whole or in part; each is listed with its reason.");
        }
    }

    static boolean isClear(Spread dear, Spread cheap) {
        double ratio = dear.median() / cheap.median();
        if (Math.min(dear.forks(), cheap.forks()) == 1) {
            return ratio > CLEAR_WITH_ONE_FORK;
        }
        return ratio >= CLEAR && dear.min() / cheap.max() >= CLEAR_RANGES;
    }

    static String connections(int n) {
        return n == 1 ? "1 connection" : Units.count(n) + " connections";
    }
}
