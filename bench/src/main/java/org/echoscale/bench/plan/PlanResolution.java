package org.echoscale.bench.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.echoscale.bench.load.OpenConnections;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Plan;
import org.echoscale.results.model.Waiting;
import org.jspecify.annotations.Nullable;

/**
 * From layers of text to the plan that is in force: each value is parsed once, and an error names where the value was
 * written.
 */
public final class PlanResolution {
    private static final String ALL = "all";
    private static final String NONE = "none";
    private static final int LARGEST_PAYLOAD = 16 * 1024 * 1024;
    /** More than anybody has the time for; the order of all visits is made beforehand. */
    private static final int MOST_FORKS = 1_000;

    private final PlanLayer layer;

    private PlanResolution(PlanLayer layer) {
        this.layer = layer;
    }

    /**
     * The plan that a complete layer (one on top of {@link PlanLayer#defaults}) describes.
     *
     * @param name name of the plan
     * @param known names of the transports there are; {@code all} means these
     * @throws InvalidPlanException when a value is wrong
     */
    public static Plan resolve(String name, PlanLayer layer, Collection<String> known) {
        return new PlanResolution(layer).plan(name, known);
    }

    private Plan plan(String name, Collection<String> known) {
        List<String> transports = value(PlanKey.TRANSPORT, text -> transports(text, known));
        List<Integer> connections = value(PlanKey.CONNECTIONS, text -> distinct(text, Units::count));
        int most = Collections.max(connections);
        Double share = Units.isShare(setting(PlanKey.ACTIVE).text()) ? value(PlanKey.ACTIVE, Units::share) : null;
        int active = value(PlanKey.ACTIVE, text -> Units.active(text, most));
        int payloadBytes = value(PlanKey.PAYLOAD, PlanResolution::payload);
        Integer depth = optional(PlanKey.DEPTH, Units::count);
        Double rate = optional(PlanKey.RATE, Units::rate);
        Load.Open open = rate == null ? null : open(rate);
        Integer churn = optional(PlanKey.CHURN, Units::count);
        int forks = value(PlanKey.FORKS, text -> Units.count(text, MOST_FORKS));
        long durationNanos = value(PlanKey.DURATION, Units::duration).toNanos();
        long warmUpNanos = value(PlanKey.WARM_UP, Units::duration).toNanos();
        Waiting waiting = value(PlanKey.WAITING, WaitingWords::parse);
        long seed = value(PlanKey.SEED, PlanResolution::seed);
        if (depth == null && rate == null && churn == null) {
            throw new InvalidPlanException(setting(PlanKey.DEPTH).origin() + " and " + setting(PlanKey.RATE).origin()
                    + ": depth and rate are both '" + NONE + "', and there is no churn; give one of them a value, or "
                    + "nothing is measured");
        }
        if (rate == null) {
            open(1); // it must be right, although it finds no use
            if (setting(PlanKey.SCHEDULE).origin().equals(PlanKey.SCHEDULE.flag())) {
                throw new InvalidPlanException(
                        where(PlanKey.SCHEDULE) + ": needs a rate: only an open loop has a schedule");
            }
        }
        if (depth != null) {
            checkDepth(depth, Math.min(active, most));
        }
        return new Plan(name, transports, connections, active, share, payloadBytes, depth, rate,
                open == null ? null : open.schedule(), open == null ? null : open.burst(), churn, forks, durationNanos,
                warmUpNanos, seed, waiting);
    }

    private Load.Open open(double rate) {
        return value(PlanKey.SCHEDULE, text -> Schedules.parse(rate, text.strip()));
    }

    private void checkDepth(int depth, int active) {
        int deepest = OpenConnections.deepest(active);
        if (depth > deepest) {
            throw new InvalidPlanException(where(PlanKey.DEPTH) + ": " + depth + " is more than " + deepest
                    + ", the most messages that can be timed on each of " + active + " active connections");
        }
    }

    private static int payload(String text) {
        int bytes = Units.bytes(text);
        if (bytes > LARGEST_PAYLOAD) {
            throw new IllegalArgumentException("'" + text + "' is more than 16MiB, the largest message");
        }
        return bytes;
    }

    private static List<String> transports(String text, Collection<String> known) {
        if (text.strip().equals(ALL)) {
            return List.copyOf(known);
        }
        return distinct(text, name -> {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "no transport is named '" + name + "'; " + Nearest.hint(name, known));
            }
            return name;
        });
    }

    private static <T> List<T> distinct(String text, Function<String, T> parser) {
        List<T> values = new ArrayList<>();
        for (String part : Arrays.asList(text.split(",", -1))) {
            T value = parser.apply(part.strip());
            if (values.contains(value)) {
                throw new IllegalArgumentException("'" + part.strip() + "' is listed twice");
            }
            values.add(value);
        }
        return values;
    }

    private static long seed(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not a seed (any whole number)", e);
        }
    }

    private <T> @Nullable T optional(PlanKey key, Function<String, T> parser) {
        return setting(key).text().strip().equals(NONE) ? null : value(key, parser);
    }

    private <T> T value(PlanKey key, Function<String, T> parser) {
        Setting setting = setting(key);
        try {
            return parser.apply(setting.text());
        } catch (IllegalArgumentException e) {
            throw new InvalidPlanException(where(key) + ": " + e.getMessage(), e);
        }
    }

    private String where(PlanKey key) {
        String origin = setting(key).origin();
        return origin.equals(key.flag()) ? origin : origin + ": " + key.word();
    }

    private Setting setting(PlanKey key) {
        return layer.setting(key).orElseThrow(() -> new IllegalStateException("no layer has a value for " + key));
    }
}
