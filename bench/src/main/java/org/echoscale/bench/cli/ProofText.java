package org.echoscale.bench.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.echoscale.bench.prove.FaultProof;
import org.echoscale.bench.prove.Proof;
import org.echoscale.bench.prove.StallProof;
import org.echoscale.bench.prove.StallProof.Allowance;
import org.echoscale.bench.prove.StallProof.Percentile;
import org.echoscale.bench.prove.Stop;
import org.echoscale.results.model.NullTest;
import org.echoscale.results.stats.Units;

/** A proof as lines for people: the verdict first, then the tables that it rests on. */
record ProofText(Proof proof) {

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(faultVerdict(proof.faults()));
        lines.add(stallVerdict(proof.stall()));
        if (!proof.stall().proven() && proof.stall().longestWithoutStop() > proof.stall().stop().silentNanos() / 50) {
            lines.add("This machine was not quiet: without any stop, a message took as long as "
                    + time(proof.stall().longestWithoutStop()) + ". Try again when nothing else runs on it.");
        }
        lines.add("");
        stall(proof.stall(), lines);
        lines.add("");
        faults(proof.faults(), lines);
        lines.add("");
        lines.add("To repeat the random choices: --seed " + proof.seed());
        return lines;
    }

    private static String faultVerdict(FaultProof faults) {
        FaultProof.Clean clean = faults.clean();
        int alarms = clean.trials() - clean.valid();
        boolean caught = faults.injected() == faults.caught();
        StringBuilder verdict = new StringBuilder(faults.proven() ? "" : "NOT PROVEN: ").append("the ruler caught ")
                .append(faults.caught())
                .append(" of ")
                .append(faults.injected())
                .append(" faults and raised ")
                .append(alarms == 0 ? "no false alarm" : alarms + (alarms == 1 ? " false alarm" : " false alarms"))
                .append(" in ")
                .append(clean.trials())
                .append(" clean trials.");
        if (!faults.proven() && caught && alarms == 0) {
            verdict.append(" Some faults could not be put in as often as asked.");
        }
        return capital(verdict.toString());
    }

    private static String stallVerdict(StallProof stall) {
        long off = stall.percentiles().stream().filter(row -> !row.holds()).count();
        String stopped = "a stop of " + time(stall.stop().silentNanos()) + " in a run of "
                + stall.plan().window().toSeconds() + " s at " + Units.count(stall.plan().ratePerSecond()) + "/s: ";
        int all = stall.percentiles().size();
        if (off > 0) {
            return "NOT PROVEN: " + stopped + off + " of " + all + " percentiles are off the analytic answer.";
        }
        if (!stall.complaints().isEmpty()) {
            return "NOT PROVEN: " + stopped + stall.complaints().getFirst() + ".";
        }
        String furthest = stall.percentiles()
                .stream()
                .filter(row -> row.allowance() == Allowance.TWO_PERCENT)
                .max(Comparator.comparingDouble(ProofText::difference))
                .map(row -> " Of those that 2 % are allowed, " + name(row) + " is furthest off: "
                        + percent(difference(row)) + ".")
                .orElse("");
        return capital(stopped + "all " + all + " percentiles agree with the analytic answer." + furthest);
    }

    private static void stall(StallProof stall, List<String> lines) {
        TextTable table = new TextTable("PERCENTILE", "LATENCY", "ANALYTIC", "OFF BY", "ALLOWED", "", "FROM REAL SEND",
                "WITHOUT STOP", "CLOSED LOOP");
        for (Percentile row : stall.percentiles()) {
            table.row(name(row), time(row.latency()), time(row.analytic()),
                    row.allowance() == Allowance.TWO_PERCENT
                            ? percent(difference(row))
                            : time(Math.abs(row.latency() - row.analytic())),
                    row.allowance() == Allowance.TWO_PERCENT
                            ? row.allowance().words()
                            : time(row.allowed()) + ", " + row.allowance().words(),
                    row.holds() ? "ok" : "OFF", time(row.serviceTime()), time(row.withoutStop()),
                    time(row.closedLoop()));
        }
        lines.addAll(table.lines());
        Stop stop = stall.stop();
        lines.add("The stop as measured from outside: " + time(stop.stoppedNanos()) + " ± " + time(stop.unsureNanos())
                + ", " + time(stop.afterNanos()) + " into the window"
                + " (asked: " + time(stop.askedNanos()) + "; all threads seen stopped after "
                + time(stop.confirmedNanos()) + "), first reply " + time(stop.reactionNanos())
                + " after it, the pile answered within another " + time(stop.drainNanos()) + ".");
        lines.add("The generator sent 99 % of its messages at most " + time(stall.sendLatenessP99Nanos())
                + " late. CLOSED LOOP: what a tool reports that does not ask while it waits.");
        lines.add(base(stall));
        stall.complaints().forEach(complaint -> lines.add("Also wrong: " + complaint));
    }

    /** How much of the latency that the stop did not touch is the ruler's own. */
    private static String base(StallProof stall) {
        Percentile median = stall.percentiles().getFirst();
        String untouched = name(median) + " was " + time(median.latency()) + " with the stop and "
                + time(median.withoutStop()) + " without it";
        NullTest alone = stall.nullTest();
        if (alone == null || alone.openP50Nanos() == null) {
            return capital(untouched + "; how much of it is the generator's own is not known.");
        }
        return capital(untouched + "; without a server the generator finds " + time(alone.openP50Nanos())
                + " at this rate, the rest is the server and its wakeup"
                + (alone.disturbance() == null ? "." : " (not certain: " + alone.disturbance() + ")."));
    }

    private static void faults(FaultProof faults, List<String> lines) {
        TextTable table = new TextTable("FAULT", "CAUGHT", "WHAT THE RULER SAID");
        for (FaultProof.Row row : faults.faults()) {
            table.row(row.fault().words(), row.caught() + " of " + row.injected()
                    + (row.notInjected() == 0 ? "" : " (" + row.notInjected() + " not injected)"), row.reason());
        }
        FaultProof.Clean clean = faults.clean();
        table.row("none", "0 of " + clean.trials(), clean.valid() + " of " + clean.trials() + " valid");
        lines.addAll(table.lines());
        faults.faults()
                .forEach(row -> row.missed()
                        .forEach(said -> lines.add("Missed: " + row.fault().words() + "; " + said)));
        clean.alarms().forEach(said -> lines.add("False alarm: " + said));
    }

    private static String name(Percentile row) {
        if (row.percent() == 100) {
            return "longest";
        }
        return "p" + (row.percent() == Math.rint(row.percent())
                ? Long.toString(Math.round(row.percent()))
                : Double.toString(row.percent()));
    }

    private static double difference(Percentile row) {
        return Math.abs((double) row.latency() / row.analytic() - 1);
    }

    private static String percent(double part) {
        return String.format(Locale.ROOT, "%.2f %%", part * 100);
    }

    private static String time(long nanos) {
        return Units.micros(nanos / 1e3);
    }

    private static String capital(String sentence) {
        return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
    }
}
