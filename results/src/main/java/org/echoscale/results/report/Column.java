package org.echoscale.results.report;

import java.util.function.DoubleFunction;
import java.util.function.Function;
import org.echoscale.results.stats.ChurnFigures;
import org.echoscale.results.stats.ClosedFigures;
import org.echoscale.results.stats.Figures;
import org.echoscale.results.stats.OpenFigures;
import org.echoscale.results.stats.Percentiles;
import org.echoscale.results.stats.Spread;
import org.echoscale.results.stats.Units;
import org.jspecify.annotations.Nullable;

/**
 * A column of figures.
 *
 * @param head its title
 * @param load the load that the figures come from: closed, open or churn; empty for all
 * @param shown the figure of a cell as text; null when there is none
 * @param blank why a cell that was measured under that load has none
 */
record Column(String head, String load, Function<Figures, @Nullable String> shown, Function<Figures, String> blank) {
    static final String CLOSED = "closed";
    static final String OPEN = "open";
    static final String CHURN = "churn";

    /** A figure of the closed loop, as the median over the forks. */
    static Column closed(String head, Function<ClosedFigures, @Nullable Spread> figure, DoubleFunction<String> text) {
        return new Column(head, CLOSED, cell -> {
            Spread spread = cell.closed() == null ? null : figure.apply(cell.closed());
            return spread == null ? null : text.apply(spread.median());
        }, cell -> head + " blank: the server does not tell, or its process is not known");
    }

    /** A figure under churn, as the median over the forks. */
    static Column churn(String head, Function<ChurnFigures, @Nullable Spread> figure, DoubleFunction<String> text) {
        return new Column(head, CHURN, cell -> {
            Spread spread = cell.churn() == null ? null : figure.apply(cell.churn());
            return spread == null ? null : text.apply(spread.median());
        }, cell -> head + " blank: the server's process is not known");
    }

    /** A percentile of the times under churn. */
    static Column churn(String head, double percent, Function<ChurnFigures, @Nullable Percentiles> times,
            Function<Percentiles, @Nullable Double> percentile) {
        return percentile(head, CHURN, percent, cell -> cell.churn() == null ? null : times.apply(cell.churn()),
                percentile);
    }

    /** A percentile of the open loop. */
    static Column percentile(String head, double percent, Function<OpenFigures, @Nullable Percentiles> times,
            Function<Percentiles, @Nullable Double> percentile) {
        return percentile(head, OPEN, percent, cell -> cell.open() == null ? null : times.apply(cell.open()),
                percentile);
    }

    private static Column percentile(String head, String load, double percent,
            Function<Figures, @Nullable Percentiles> of, Function<Percentiles, @Nullable Double> percentile) {
        return new Column(head, load, cell -> {
            Percentiles known = of.apply(cell);
            Double value = known == null ? null : percentile.apply(known);
            return value == null ? null : Units.micros(value);
        }, cell -> {
            Percentiles known = of.apply(cell);
            return head + " blank: " + (known == null
                    ? "not recorded"
                    : Units.count((double) known.samples()) + " " + Units.noun(known.samples(), "sample") + ", "
                            + Units.count((double) Percentiles.needed(percent)) + " needed");
        });
    }
}
