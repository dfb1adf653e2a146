package org.echoscale.results.stats;

import org.jspecify.annotations.Nullable;

/** What a message costs, in microseconds, and how to say it. */
enum Metric {
    CPU("costs ", " the server CPU per message of ", "server CPU per message") {
        @Override
        @Nullable
        Spread of(ClosedFigures closed) {
            return closed.serverMicros();
        }
    },
    /** For servers whose CPU is not known. */
    TIME("takes ", " the time per message of ", "time per message in a closed loop") {
        @Override
        Spread of(ClosedFigures closed) {
            return new Spread(closed.messagesPerSecond().perFork().stream().map(rate -> 1e6 / rate).toList());
        }
    };

    private final String verb;
    private final String comparison;
    final String figure;

    Metric(String verb, String comparison, String figure) {
        this.verb = verb;
        this.comparison = comparison;
        this.figure = figure;
    }

    abstract @Nullable Spread of(ClosedFigures closed);

    boolean isIn(RunFigures run) {
        return run.cells().stream().anyMatch(cell -> of(cell) != null);
    }

    /** Null also when it is nothing at all, which no server's is: then another process was watched. */
    @Nullable
    Spread of(Figures cell) {
        Spread cost = cell.closed() == null ? null : of(cell.closed());
        return cost == null || cost.median() <= 0 ? null : cost;
    }

    /** {@code "costs 14× the server CPU per message of epoll-et"}. */
    String compared(String times, String reference) {
        return verb + times + comparison + reference;
    }
}
