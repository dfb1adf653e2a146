package org.echoscale.bench.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Measurement;
import org.echoscale.results.model.Measurement.Connections;
import org.echoscale.results.model.Measurement.Messages;
import org.echoscale.results.model.Measurement.Slice;
import org.echoscale.results.model.Reason;
import org.jspecify.annotations.Nullable;

/** Whether a measurement can be believed: each objection is a reason with its figure. Pure. */
final class Judge {
    /** An open loop that ends with more than this part of its messages unanswered has missed its rate. */
    static final double MOST_BACKLOG = 0.05;
    /** … and with more than this part, if the backlog was still growing. */
    static final double MOST_GROWING_BACKLOG = 0.01;
    /** Busy for at least this part of the time, the generator sets the pace of a closed loop. */
    static final double SATURATED = 0.97;
    /** … if the server was busy for less than this part. */
    static final double SERVER_IDLE = 0.70;

    private Judge() {}

    /** Why the measurement is not valid; empty when it is. */
    static List<Reason> objections(Load load, Measurement measurement, @Nullable String firstFailure) {
        List<Reason> reasons = new ArrayList<>();
        Connections connections = measurement.connections();
        Messages messages = measurement.messages();
        if (connections.aliveAtEnd() < connections.asked()) {
            int gone = connections.asked() - connections.aliveAtEnd();
            reasons.add(new Reason("connection-lost", gone + " of " + connections.asked() + " connections lost"
                    + (firstFailure == null ? "" : "; the first: " + firstFailure), (double) gone, 0.0));
        }
        if (messages.corrupt() > 0) {
            reasons.add(new Reason("corrupt", "other bytes came back than were sent on " + messages.corrupt()
                    + " connections", (double) messages.corrupt(), 0.0));
        }
        if (messages.received() == 0) {
            reasons.add(new Reason("no-replies", "no reply came within the window; make it longer", 0.0, 1.0));
        }
        if (load instanceof Load.Open open) {
            rate(open, measurement, reasons);
        }
        if (messages.missing() > 0) {
            reasons.add(new Reason("missing-replies", messages.missing() + " of " + messages.sent()
                    + " messages had no reply when the wait for them was over", (double) messages.missing(), 0.0));
        }
        return reasons;
    }

    /** What to keep in mind about a measurement that is valid. */
    static List<Reason> remarks(Load load, Measurement measurement) {
        List<Reason> reasons = new ArrayList<>();
        if (!measurement.warmUp().steady()) {
            reasons.add(new Reason("not-steady", String.format(Locale.ROOT,
                    "CPU per message still varied by %.0f %% when the warm-up ended",
                    measurement.warmUp().lastVariation() * 100), measurement.warmUp().lastVariation(), null));
        }
        if (load instanceof Load.Closed && measurement.server() != null) {
            double generator = (double) measurement.generator().threadCpuNanos() / measurement.durationNanos();
            double server = (double) measurement.server().cpuNanos() / measurement.durationNanos();
            if (generator >= SATURATED && server < SERVER_IDLE) {
                reasons.add(new Reason("generator-bound", String.format(Locale.ROOT,
                        "the generator was busy %.0f %% of the time and the server %.0f %%: the rate is the generator's",
                        generator * 100, server * 100), generator, SATURATED));
            }
        }
        return reasons;
    }

    private static void rate(Load.Open load, Measurement measurement, List<Reason> reasons) {
        Messages messages = measurement.messages();
        double unanswered = 1 - (double) messages.received() / messages.intended();
        List<Slice> slices = measurement.slices();
        boolean growing = backlogAfter(slices, slices.size(), load) > 1.3
                * backlogAfter(slices, slices.size() / 2, load);
        if (unanswered > MOST_BACKLOG || (unanswered > MOST_GROWING_BACKLOG && growing)) {
            reasons.add(new Reason("rate-missed", String.format(Locale.ROOT,
                    "%.0f/s were asked for and %.0f/s came back: not sustainable, so there is no latency",
                    load.ratePerSecond(), measurement.messagesPerSecond()), measurement.messagesPerSecond(),
                    load.ratePerSecond()));
        }
    }

    /** Messages due and not answered after so many slices. */
    private static double backlogAfter(List<Slice> slices, int count, Load.Open load) {
        double backlog = 0;
        for (Slice slice : slices.subList(0, count)) {
            backlog += slice.nanos() * load.ratePerSecond() / 1e9 - slice.messages();
        }
        return backlog;
    }
}
