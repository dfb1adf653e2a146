package org.echoscale.bench.plan;

import java.util.List;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Load.Schedule;

/** The schedule of an open loop as people write it: {@code constant}, {@code poisson} or {@code burst:16}. */
public final class Schedules {
    private static final String BURST = "burst:";

    private Schedules() {}

    /**
     * An open loop with this rate and schedule.
     *
     * @throws IllegalArgumentException with a message for people
     */
    public static Load.Open parse(double ratePerSecond, String text) {
        return switch (text) {
            case "constant" -> new Load.Open(ratePerSecond, Schedule.CONSTANT);
            case "poisson" -> new Load.Open(ratePerSecond, Schedule.POISSON);
            case String burst when burst.startsWith(BURST) ->
                new Load.Open(ratePerSecond, Schedule.BURST, Units.count(burst.substring(BURST.length())));
            default -> throw new IllegalArgumentException("'" + text + "' is not a schedule; "
                    + Nearest.hint(text, List.of("constant", "poisson", "burst:16")) + " (16 at a time)");
        };
    }
}
