package org.echoscale.results.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * How messages are offered. Closed and open loop answer different questions and are never compared with each other
 * (Schroeder et al., "Open versus closed: a cautionary tale", NSDI 2006).
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({@JsonSubTypes.Type(value = Load.Closed.class, name = "closed"),
    @JsonSubTypes.Type(value = Load.Open.class, name = "open"),
    @JsonSubTypes.Type(value = Load.Churn.class, name = "churn")})
public sealed interface Load {

    /** A word for charts and file names: {@code closed}, {@code open} or {@code churn}. */
    String kind();

    /** For people, with its figures: {@code "closed, 4 outstanding"}, {@code "open, 20k/s Poisson"}. */
    String text();

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

        @Override
        public String text() {
            return depth == 1 ? kind() : kind() + ", " + depth + " outstanding";
        }
    }

    /**
     * Messages follow a schedule that is fixed beforehand and does not bend to a slow server: for latency, which runs
     * from the intended time of sending.
     *
     * @param ratePerSecond messages per second over all active connections, above 0
     * @param schedule how the intended times lie
     * @param burst messages due at the same time, 2 or more; there with {@link Schedule#BURST}, absent with any other
     */
    record Open(double ratePerSecond, Schedule schedule, @Nullable Integer burst) implements Load {
        public Open {
            if (!(ratePerSecond > 0) || Double.isInfinite(ratePerSecond)) {
                throw new IllegalArgumentException("ratePerSecond " + ratePerSecond + " is not above 0");
            }
            Range.atLeast(2, "burst", burst);
            if ((schedule == Schedule.BURST) != (burst != null)) {
                throw new IllegalArgumentException(schedule == Schedule.BURST
                        ? "bursts need their size (burst)"
                        : "bursts need the schedule BURST; burst is " + burst + " and the schedule " + schedule);
            }
        }

        /** One without bursts. */
        public Open(double ratePerSecond, Schedule schedule) {
            this(ratePerSecond, schedule, null);
        }

        @Override
        public String kind() {
            return "open";
        }

        @Override
        public String text() {
            return kind() + ", " + offered();
        }

        /** The rate, and the schedule unless it is the plain one: {@code "20k/s"}, {@code "20k/s in bursts of 10"}. */
        public String offered() {
            return rate() + switch (schedule) {
                case CONSTANT -> "";
                case POISSON -> " Poisson";
                case BURST -> " in bursts of " + burst;
            };
        }

        /** In thousands where that is shorter and as exact. */
        private String rate() {
            BigDecimal exact = BigDecimal.valueOf(ratePerSecond);
            BigDecimal thousands = exact.movePointLeft(3).stripTrailingZeros();
            return ratePerSecond >= 1000 && thousands.precision() <= 4
                    ? thousands.toPlainString() + "k/s"
                    : exact.stripTrailingZeros().toPlainString() + "/s";
        }
    }

    /**
     * Each active connection is opened, carries some messages one after the other, is reset, and opened again: for what
     * accepting and closing costs. The latency of its first message runs from before connect(2).
     *
     * @param messages on each connection before it is reset, 1 or more
     */
    record Churn(int messages) implements Load {
        public Churn {
            Range.atLeast(1, "messages", messages);
        }

        @Override
        public String kind() {
            return "churn";
        }

        @Override
        public String text() {
            return kind() + ", " + messages + (messages == 1 ? " message" : " messages") + " a connection";
        }
    }

    /** How the intended times of an open loop lie. */
    enum Schedule {
        /** Equal distances. */
        CONSTANT,
        /** Independent of each other: distances are exponentially distributed. */
        POISSON,
        /** Several at the same time, and equal distances between those. */
        BURST
    }
}
