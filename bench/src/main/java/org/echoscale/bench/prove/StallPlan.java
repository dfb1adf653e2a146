package org.echoscale.bench.prove;

import java.time.Duration;

/**
 * A run with a stop in its middle.
 *
 * @param transport the server
 * @param connections all of them carry messages in turn
 * @param payloadBytes bytes a message
 * @param ratePerSecond of the open loop
 * @param window length of the run
 * @param stop how long the server is to stand still
 * @param warmUp how long each server is warmed up, at most
 */
public record StallPlan(String transport, int connections, int payloadBytes, double ratePerSecond, Duration window,
        Duration stop, Duration warmUp) {
    public StallPlan {
        if (stop.compareTo(window.dividedBy(2)) > 0) {
            throw new IllegalArgumentException("stop " + stop + " is more than half of the window " + window);
        }
    }

    /** A stop of 1 s in 10 s at 2,000/s. */
    public static StallPlan usual() {
        return new StallPlan("epoll-et", 20, 64, 2000, Duration.ofSeconds(10), Duration.ofSeconds(1),
                Duration.ofSeconds(3));
    }

    /** The same in 4 s: as many messages in as many piles. */
    public static StallPlan quick() {
        return new StallPlan("epoll-et", 20, 64, 5000, Duration.ofSeconds(4), Duration.ofMillis(400),
                Duration.ofSeconds(2));
    }

    /** Time between two messages. */
    double periodNanos() {
        return 1e9 / ratePerSecond;
    }
}
