package org.echoscale.results.report;

import java.util.ArrayList;
import java.util.List;
import org.echoscale.results.files.PlainText;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.NullTest;
import org.echoscale.results.model.Plan;
import org.echoscale.results.stats.OpenFigures;
import org.echoscale.results.stats.RunFigures;
import org.echoscale.results.stats.Units;

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
        if (run.manifest().nullTest() != null) {
            lines.add(floor(run.manifest().nullTest()));
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

    /** The ruler's own length. */
    private static String floor(NullTest floor) {
        String open = floor.openP50Nanos() == null
                ? ""
                : "; in the open loop p50 " + Units.micros(floor.openP50Nanos() / 1e3) + (floor.openP99Nanos() == null
                        ? ""
                        : ", p99 " + Units.micros(floor.openP99Nanos() / 1e3));
        return "Without any server (connections that lead back to themselves) the same load finds at most "
                + Units.count((double) Math.round(floor.ceilingPerSecond())) + " messages/s and a round trip of "
                + Units.micros(floor.roundTripNanos() / 1e3) + open
                + ". What comes near this says as much about the generator."
                + (floor.disturbance() == null
                        ? ""
                        : " The machine disturbed this each time that it was measured: "
                                + PlainText.line(floor.disturbance(), LONGEST) + ".");
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
