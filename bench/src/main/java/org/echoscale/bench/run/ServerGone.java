package org.echoscale.bench.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.echoscale.bench.load.ConnectionCounts;
import org.echoscale.bench.load.Losses;
import org.echoscale.bench.server.ServerEnd;
import org.echoscale.results.model.Measurement;
import org.echoscale.results.model.Reason;
import org.echoscale.results.model.Trial;
import org.echoscale.results.stats.Units;
import org.jspecify.annotations.Nullable;

/**
 * A server that went away while it was measured is one reason: what its end did to connections, messages and figures follows from
 * it, and is no reason beside it. What does not follow, say a wrong reply, stays. Pure.
 */
final class ServerGone {
    /** The reason of a server whose process has ended. */
    static final String DIED = "server-died";

    private static final String LOST = "connection-lost";
    /** All connections that fail within such a time do so for one reason. */
    static final Duration AT_ONCE = Duration.ofSeconds(1);
    /** What follows whenever it was. */
    private static final Set<String> FOLLOWS = Set.of(LOST, "missing-replies", "connects-failed",
            "connects-unfinished");
    /** What follows when it was before the window's end. */
    private static final Set<String> FOLLOWS_IN_WINDOW = Set.of("no-replies", "rate-missed", "sent-late", "little",
            "not-steady", "generator-bound", "server-used-no-cpu");

    private ServerGone() {}

    /**
     * The objections, with those that follow from the end of the server in one.
     *
     * @param counts when all connections were looked at for the last time
     * @param beganNanos when the window began, by {@link System#nanoTime()}
     * @param end of the server's process; null when it lives, or is not known
     */
    static List<Reason> fold(List<Reason> objections, Measurement measurement, ConnectionCounts counts, long beganNanos,
            @Nullable ServerEnd end) {
        Losses losses = counts.losses();
        if (losses == null) {
            return objections;
        }
        boolean atOnce = losses.lastNanos() - losses.firstNanos() <= AT_ONCE.toNanos();
        if (end == null && !(atOnce && losses.byServer() == counts.asked())) {
            return objections;
        }
        long first = losses.firstNanos() - beganNanos;
        String what = (atOnce ? when(first, measurement.durationNanos()) : "") + ": " + counts.lost() + " of "
                + Units.of(counts.asked(), "connection") + " lost" + unanswered(measurement);
        Reason one = end == null
                ? reason(LOST, "the server closed all connections" + what + "; the first: " + counts.firstFailure(),
                        counts)
                : reason(DIED, end.how() + what + end.quote(), counts);
        List<Reason> left = new ArrayList<>();
        left.add(one);
        boolean inWindow = atOnce && first <= measurement.durationNanos();
        objections.stream()
                .filter(reason -> !FOLLOWS.contains(reason.code())
                        && !(inWindow && FOLLOWS_IN_WINDOW.contains(reason.code())))
                .forEach(left::add);
        return left;
    }

    /** That the server's process has ended, of the trial in which it did. */
    static Optional<Reason> death(Trial trial) {
        return trial.reasons().stream().filter(reason -> reason.code().equals(DIED)).findFirst();
    }

    private static Reason reason(String code, String message, ConnectionCounts counts) {
        return new Reason(code, message, (double) counts.lost(), 0.0);
    }

    private static String when(long nanos, long windowNanos) {
        if (nanos < 0) {
            return " before the window";
        }
        String window = "the window of " + Units.micros(windowNanos / 1e3);
        return nanos <= windowNanos ? " " + Units.micros(nanos / 1e3) + " into " + window : " after " + window;
    }

    private static String unanswered(Measurement measurement) {
        long missing = measurement.messages().missing();
        return missing == 0
                ? ""
                : String.format(Locale.ROOT, ", %,d of %,d %s unanswered", missing, measurement.messages().sent(),
                        Units.noun(measurement.messages().sent(), "message"));
    }
}
