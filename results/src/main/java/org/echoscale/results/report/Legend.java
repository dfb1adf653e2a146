package org.echoscale.results.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.echoscale.results.files.PlainText;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.NullTest;
import org.echoscale.results.model.Plan;
import org.echoscale.results.stats.OpenFigures;
import org.echoscale.results.stats.RunFigures;
import org.echoscale.results.stats.Units;
import org.jspecify.annotations.Nullable;

/** What the columns of the tables are, and which load each comes from. */
final class Legend {
    /** Of a text from a file. */
    private static final int LONGEST = 200;

    private final RunFigures run;
    private final Plan plan;

    private Legend(RunFigures run) {
        this.run = run;
        plan = run.manifest().plan();
    }

    /** Of the figures alone. */
    static List<String> figures(RunFigures run) {
        Legend legend = new Legend(run);
        List<String> lines = new ArrayList<>();
        if (legend.plan.closedDepth() != null) {
            lines.add("Closed loop (" + legend.plan.closedDepth()
                    + (legend.plan.closedDepth() == 1 ? " message" : " messages")
                    + " outstanding on each active connection): "
                    + "messages/s; CPU/message, that of the server; "
                    + (run.forks() > 1 ? "range, smallest to largest fork; " : "")
                    + "to best, against the cheapest in the table." + (run.forks() > 1
                            ? " Medians over up to " + run.forks() + " forks (server processes)."
                            : ""));
        }
        if (legend.plan.openRatePerSecond() != null) {
            lines.add(
                    "Open loop (" + legend.offered() + "): p50 and p99 of the latency from the time at which a message "
                            + "was due" + (run.forks() > 1 ? ", all forks together." : "."));
        }
        lines.add("memory/conn.: resident memory of the server process for a further connection.");
        if (!run.manifest().floors().isEmpty()) {
            lines.add(legend.floor(run.manifest().floors()));
        }
        return lines;
    }

    /** Of the figures and of the details below them. */
    static List<String> all(RunFigures run) {
        Legend legend = new Legend(run);
        List<String> lines = new ArrayList<>(figures(run));
        if (legend.plan.closedDepth() != null) {
            lines.add(
                    "Details of the closed loop: CPU ÷ generator's, switches (of context), heap, GC share, ready/wait "
                            + "(descriptors reported for each call that waits), opened/s (connections).");
        }
        if (legend.plan.openRatePerSecond() != null) {
            lines.add(
                    "Details of the open loop: p90 and p99.9 of the latency; service times run from the actual send.");
        }
        return lines;
    }

    /** The ruler's own length, which is another one with each number of active connections: in the order of these. */
    private String floor(List<NullTest> floors) {
        return "Without any server (connections that lead back to themselves), with "
                + each(floors, floor -> Units.count(floor.connections())) + " active "
                + Units.noun(floors.getLast().connections(), "connection") + " and "
                + Units.of(plan.closedDepth() == null ? 1 : plan.closedDepth(), "message") + " out on each: "
                + each(floors, floor -> Units.count((double) Math.round(floor.ceilingPerSecond()))) + " messages/s"
                + (plan.openRatePerSecond() == null ? "" : open(floors))
                + "; with a single connection a round trip of " + Units.micros(floors.getFirst().roundTripNanos() / 1e3)
                + ". What comes near this with the same load says as much about the generator." + disturbances(floors);
    }

    private static String open(List<NullTest> floors) {
        if (floors.stream().allMatch(floor -> floor.openP50Nanos() == null)) {
            return "; in the open loop too few messages at this rate for a floor";
        }
        return "; in the open loop p50 " + each(floors, floor -> micros(floor.openP50Nanos()))
                + (floors.stream().allMatch(floor -> floor.openP99Nanos() == null)
                        ? ", too few messages at this rate for p99"
                        : ", p99 " + each(floors, floor -> micros(floor.openP99Nanos())));
    }

    private static String micros(@Nullable Long nanos) {
        return nanos == null ? "unknown" : Units.micros(nanos / 1e3);
    }

    private static String each(List<NullTest> floors, Function<NullTest, String> figure) {
        return floors.stream().map(figure).collect(Collectors.joining(" / "));
    }

    private static String disturbances(List<NullTest> floors) {
        String all = floors.stream()
                .filter(floor -> floor.disturbance() != null)
                .map(floor -> "with " + Units.count(floor.connections()) + " ("
                        + PlainText.line(floor.disturbance(), LONGEST) + ")")
                .collect(Collectors.joining(", "));
        return all.isEmpty()
                ? ""
                : " It is not certain where the machine disturbed it each time that it was measured: " + all + ".";
    }

    private String offered() {
        return run.cells()
                .stream()
                .filter(cell -> cell.open() != null)
                .findFirst()
                .map(cell -> cell.open())
                .map(OpenFigures::offered)
                .orElseGet(() -> plan.openLoop().map(Load.Open::offered).orElse(""));
    }
}
