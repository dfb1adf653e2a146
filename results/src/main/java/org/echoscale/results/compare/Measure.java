package org.echoscale.results.compare;

import java.util.List;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Measurement;
import org.echoscale.results.stats.ClosedFigures;
import org.echoscale.results.stats.OpenFigures;
import org.echoscale.results.stats.Percentiles;
import org.echoscale.results.stats.Spread;
import org.echoscale.results.stats.Units;
import org.jspecify.annotations.Nullable;

/** What of a cell is compared, the one to look at first on top. */
public enum Measure {
    CPU("server CPU per message", "lower is better", "costs"),
    QUOTIENT("server CPU ÷ generator CPU", "lower is better; the quietest of all", "costs"),
    P50("p50 latency", "open loop, from the intended send; lower is better", "takes"),
    P99("p99 latency", "open loop, from the intended send; lower is better", "takes"),
    THROUGHPUT("messages per second", "closed loop; higher is better. Server and generator share it", "reaches");

    private final String title;
    private final String hint;
    private final String verb;

    Measure(String title, String hint, String verb) {
        this.title = title;
        this.hint = hint;
        this.verb = verb;
    }

    /** {@code "server CPU per message"}. */
    public String title() {
        return title;
    }

    /** How to read it, in a few words. */
    public String hint() {
        return hint;
    }

    /** {@code "costs"}, as in "B costs 1.1× A's". */
    public String verb() {
        return verb;
    }

    /** A value with its unit. */
    public String text(double value) {
        return switch (this) {
            case CPU, P50, P99 -> Units.micros(value);
            case QUOTIENT -> Units.digits(value);
            case THROUGHPUT -> Units.count(value);
        };
    }

    /** Whether a load is measured by it: open loops are for latency, the others for cost and throughput. */
    public boolean suits(Load load) {
        boolean latency = this == P50 || this == P99;
        return switch (load) {
            case Load.Open _ -> latency;
            case Load.Closed _,Load.Churn _ -> !latency;
        };
    }

    /** Its value in each fork; absent when not every fork has the samples for it, or none has the figure. */
    @Nullable
    Spread of(Load load, List<Measurement> valid) {
        if (valid.isEmpty() || !suits(load)) {
            return null;
        }
        return switch (this) {
            case CPU -> ClosedFigures.of(valid).serverMicros();
            case QUOTIENT -> ClosedFigures.of(valid).cpuQuotient();
            case THROUGHPUT -> ClosedFigures.of(valid).messagesPerSecond();
            case P50 -> load instanceof Load.Open open
                    ? OpenFigures.of(open, valid).overForks(Percentiles::p50)
                    : null;
            case P99 -> load instanceof Load.Open open
                    ? OpenFigures.of(open, valid).overForks(Percentiles::p99)
                    : null;
        };
    }
}
