package org.echoscale.results.compare;

import java.time.Duration;
import java.util.Locale;
import org.echoscale.results.stats.Units;

/** Ratios and times between runs as people read them. */
public final class Ratios {
    private Ratios() {}

    /** {@code "1.034×"}, {@code "14.2×"}: to the thousandth where two runs can be near each other. */
    public static String times(double ratio) {
        return number(ratio) + "×";
    }

    /** {@code "0.981 to 1.034"}. */
    public static String range(Compared.Interval interval) {
        return number(interval.low()) + " to " + number(interval.high());
    }

    private static String number(double ratio) {
        return ratio >= 0.01 && ratio < 9.9995 ? String.format(Locale.ROOT, "%.3f", ratio) : Units.digits(ratio);
    }

    static String time(Duration time) {
        if (time.toMinutes() < 1) {
            return time.toSeconds() + " s";
        }
        if (time.toHours() < 1) {
            return time.toMinutes() + " min";
        }
        return time.toDays() < 2
                ? time.toHours() + " h " + time.toMinutesPart() + " min"
                : time.toDays() + " days";
    }
}
