package org.echoscale.results.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * How messages are offered. Closed and open loop answer different questions and are never compared with each other
 * (Schroeder et al., "Open versus closed: a cautionary tale", NSDI 2006).
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({@JsonSubTypes.Type(value = Load.Closed.class, name = "closed"),
    @JsonSubTypes.Type(value = Load.Open.class, name = "open")})
public sealed interface Load {

    /** A word for charts and file names: {@code closed} or {@code open}. */
    String kind();

    /**
     * Each active connection keeps a fixed number of messages outstanding: for throughput and CPU per message.
     *
     * @param depth messages outstanding on each active connection, 1 or more
     */
    record Closed(int depth) implements Load {
        public Closed {
            if (depth < 1) {
                throw new IllegalArgumentException("depth " + depth + " < 1");
            }
        }

        @Override
        public String kind() {
            return "closed";
        }
    }

    /**
     * Messages follow a schedule that is fixed beforehand and does not bend to a slow server: for latency, which runs
     * from the intended time of sending.
     *
     * @param ratePerSecond messages per second over all active connections, above 0
     * @param schedule how the intended times lie
     */
    record Open(double ratePerSecond, Schedule schedule) implements Load {
        public Open {
            if (!(ratePerSecond > 0) || Double.isInfinite(ratePerSecond)) {
                throw new IllegalArgumentException("ratePerSecond " + ratePerSecond + " is not above 0");
            }
        }

        @Override
        public String kind() {
            return "open";
        }
    }

    /** How the intended times of an open loop lie. */
    enum Schedule {
        /** Equal distances. */
        CONSTANT
    }
}
