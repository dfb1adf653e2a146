package org.echoscale.bench.cli;

import java.time.Duration;

/** Values as people say them. */
final class Words {
    private static final int LONGEST_IN_SECONDS = 90;

    private Words() {}

    /** A length of time that is only known roughly: {@code 45 s}, {@code 3 min}, {@code 2 h 5 min}. */
    static String time(Duration time) {
        long seconds = Math.round(time.toMillis() / 1e3);
        if (seconds < LONGEST_IN_SECONDS) {
            return seconds + " s";
        }
        long minutes = Math.round(seconds / 60.0);
        return minutes < LONGEST_IN_SECONDS ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
    }

    /** {@code 1 fork}, {@code 5 forks}. */
    static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
