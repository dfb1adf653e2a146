package org.echoscale.bench.run;

import java.time.Duration;
import org.echoscale.bench.run.SideBySide.Settings;

/**
 * How long a comparison takes: load is planned to the slice, only the start of a fork must be guessed until the first one
 * has been timed.
 */
final class ComparisonTime {
    private static final Duration START_OF_A_SERVER = Duration.ofSeconds(1);

    private final Settings settings;
    private final int servers;
    private Duration start;

    /**
     * @param servers how many are compared
     * @param own how many of them are started for each fork
     */
    ComparisonTime(Settings settings, int servers, int own) {
        this.settings = settings;
        this.servers = servers;
        this.start = START_OF_A_SERVER.multipliedBy(own);
    }

    /** All servers of a fork were up, with their connections, after this time. */
    void started(Duration time) {
        start = time;
    }

    Duration total() {
        return fork().multipliedBy(settings.forks());
    }

    /** What is left when a fork is about to begin. */
    Duration beforeFork(int fork) {
        return fork().multipliedBy(settings.forks() - fork + 1L);
    }

    /** What is left when so many servers of a fork are warm, and so many of its rounds done. */
    Duration within(int fork, int warm, int rounds) {
        return beforeFork(fork + 1)
                .plus(settings.warmUp().multipliedBy(servers - warm))
                .plus(round().multipliedBy(settings.rounds() - rounds));
    }

    private Duration fork() {
        return start.plus(settings.warmUp().multipliedBy(servers)).plus(round().multipliedBy(settings.rounds()));
    }

    private Duration round() {
        return settings.slice().multipliedBy(servers);
    }
}
