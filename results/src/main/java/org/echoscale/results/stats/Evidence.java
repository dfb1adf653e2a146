package org.echoscale.results.stats;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Outcome;
import org.echoscale.results.model.Reason;
import org.echoscale.results.model.Trial;

/**
 * What the figures of a run rest on: for each of its cells (server, number of connections, load), how many of the forks count.
 *
 * @param cells those that were to be measured and no limit forbade
 * @param fewer the cells that rest on fewer forks than were measured, and may be believed all the same
 * @param unbelievable the cells that must not be believed
 */
public record Evidence(int cells, List<Rest> fewer, List<Rest> unbelievable) {
    /** What no number of other forks makes good: the server did not do what an echo server does. */
    private static final Set<String> WRONG = Set.of("corrupt", "connection-lost", "server-died",
            "connects-failed", "connects-unfinished");
    /** The same in a closed loop; in an open one the rate was too high for that fork. */
    private static final String MISSING = "missing-replies";
    private static final int MOST_NAMED = 6;

    public Evidence {
        fewer = List.copyOf(fewer);
        unbelievable = List.copyOf(unbelievable);
    }

    /**
     * What a cell rests on.
     *
     * @param subject name of the server
     * @param load {@code "closed"}, {@code "open"} or {@code "churn"}
     * @param valid forks that count
     * @param measured forks that were tried: skipped ones are not among them
     * @param wrong whether one of the others failed, lost a connection or gave a wrong reply
     */
    public record Rest(String subject, int connections, String load, int valid, int measured, boolean wrong) {

        /** The trials of a cell, in any order. */
        static Rest of(String subject, int connections, String load, List<Trial> trials) {
            List<Trial> measured = trials.stream().filter(trial -> trial.outcome() != Outcome.SKIPPED).toList();
            return new Rest(subject, connections, load,
                    (int) measured.stream().filter(trial -> trial.outcome() == Outcome.VALID).count(),
                    measured.size(), measured.stream().anyMatch(Rest::isWrong));
        }

        private static boolean isWrong(Trial trial) {
            boolean scheduled = trial.cell().load() instanceof Load.Open;
            return trial.outcome() == Outcome.FAILED || (trial.outcome() == Outcome.INVALID && trial.reasons()
                    .stream()
                    .map(Reason::code)
                    .anyMatch(code -> WRONG.contains(code) || (!scheduled && code.equals(MISSING))));
        }

        /** Nothing was wrong in any fork, and at least half of them count. */
        boolean isBelievable() {
            return !wrong && valid > 0 && 2 * valid >= measured;
        }

        private String name() {
            return subject + " with " + Verdict.connections(connections) + " (" + load + ")";
        }
    }

    /** Of all cells; one of which no trial was begun is none yet. */
    static Evidence of(List<Rest> all) {
        List<Rest> cells = all.stream().filter(cell -> cell.measured > 0).toList();
        return new Evidence(cells.size(),
                cells.stream().filter(cell -> cell.valid < cell.measured && cell.isBelievable()).toList(),
                cells.stream().filter(cell -> !cell.isBelievable()).toList());
    }

    /** Whether something was measured, and all of it may be believed. */
    public boolean isBelievable() {
        return cells > 0 && unbelievable.isEmpty();
    }

    /** Which cells must not be believed and why, for people; nothing where there is none. */
    List<String> doubts() {
        List<String> sentences = new ArrayList<>();
        Map<String, List<Rest>> failing = new LinkedHashMap<>();
        unbelievable.forEach(cell -> failing.computeIfAbsent(cell.valid == 0
                ? "no valid trial"
                : cell.wrong
                        ? "a fork that failed, lost a connection or replied wrongly"
                        : "more than half of the forks INVALID",
                same -> new ArrayList<>()).add(cell));
        failing.forEach((why, cells) -> sentences.add(counted(cells)
                + (cells.size() == 1 ? " must not be believed: it has " : " must not be believed: they have ") + why
                + ": "
                + names(cells) + "."));
        return sentences;
    }

    /** Which other cells do not rest on all forks, for people; nothing where all do. */
    List<String> reservations() {
        List<String> sentences = new ArrayList<>();
        Map<String, List<Rest>> resting = new LinkedHashMap<>();
        fewer.forEach(cell -> resting.computeIfAbsent(cell.valid + " of " + cell.measured + " forks",
                same -> new ArrayList<>()).add(cell));
        resting.forEach(
                (on, cells) -> sentences.add(counted(cells) + (cells.size() == 1 ? " rests on " : " rest on ") + on
                        + ", as the others are INVALID: " + names(cells) + "."));
        return sentences;
    }

    private String counted(List<Rest> some) {
        return Units.count(some.size()) + " of " + Units.count(cells) + (cells == 1 ? " cell" : " cells");
    }

    private static String names(List<Rest> cells) {
        int more = cells.size() - MOST_NAMED;
        return cells.stream().limit(MOST_NAMED).map(Rest::name).collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more" : "");
    }
}
