package org.echoscale.results.stats;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.statistics.descriptive.Median;
import org.apache.commons.statistics.descriptive.Variance;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.jspecify.annotations.Nullable;

/**
 * How far the forks of a cell lie apart in a run that was measured: of each figure the standard deviation of its natural
 * logarithm, in a cell of middling spread. 0.05 means that a fork is typically 5 % off.
 *
 * @param byFigure figures that no cell with two forks has are not among them
 */
public record ForkSpread(Map<Figure, Double> byFigure) {

    /** What a report states of a cell, or of two. */
    public enum Figure {
        CPU("CPU per message"), CPU_RATIO("two servers' CPU, one to the other"), CPU_QUOTIENT("CPU ÷ generator's"),
        THROUGHPUT("messages/s, closed loop"), P50("p50, open loop"), P99("p99, open loop");

        private final String words;

        Figure(String words) {
            this.words = words;
        }

        /** For people. */
        public String words() {
            return words;
        }
    }

    public ForkSpread {
        byFigure = Map.copyOf(byFigure);
    }

    /** That of a run; empty when no cell has two valid forks. */
    public static Optional<ForkSpread> of(RunFigures run) {
        Map<Figure, Double> spread = new EnumMap<>(Figure.class);
        for (Figure figure : Figure.values()) {
            List<List<Double>> forks = switch (figure) {
                case CPU -> closed(run, ClosedFigures::serverMicros);
                case CPU_RATIO -> ratios(run);
                case CPU_QUOTIENT -> closed(run, ClosedFigures::cpuQuotient);
                case THROUGHPUT -> closed(run, ClosedFigures::messagesPerSecond);
                case P50 -> open(run, Percentiles::p50);
                case P99 -> open(run, Percentiles::p99);
            };
            typical(forks).ifPresent(deviation -> spread.put(figure, deviation));
        }
        return spread.isEmpty() ? Optional.empty() : Optional.of(new ForkSpread(spread));
    }

    private static List<List<Double>> closed(RunFigures run, Function<ClosedFigures, @Nullable Spread> figure) {
        List<List<Double>> cells = new ArrayList<>();
        for (Figures cell : run.cells()) {
            Spread spread = cell.closed() == null ? null : figure.apply(cell.closed());
            if (spread != null) {
                cells.add(spread.perFork());
            }
        }
        return cells;
    }

    private static List<List<Double>> open(RunFigures run, Function<Percentiles, @Nullable Double> percentile) {
        List<List<Double>> cells = new ArrayList<>();
        for (Figures cell : run.cells()) {
            Spread spread = cell.open() == null ? null : cell.open().overForks(percentile);
            if (spread != null) {
                cells.add(spread.perFork());
            }
        }
        return cells;
    }

    /**
     * Of every two servers with the same number of connections, fork by fork: first forks were measured in one round and second
     * ones in the next, so that what the machine does for minutes falls on both. Only where both have every fork is it known which belong together.
     */
    private static List<List<Double>> ratios(RunFigures run) {
        List<List<Double>> pairs = new ArrayList<>();
        for (int connections : run.ladder()) {
            List<List<Double>> whole = new ArrayList<>();
            for (Figures cell : run.cells()) {
                Spread micros = cell.closed() == null ? null : cell.closed().serverMicros();
                if (cell.connections() == connections && micros != null && micros.forks() == run.forks()) {
                    whole.add(micros.perFork());
                }
            }
            for (int one = 0; one < whole.size(); one++) {
                for (int other = one + 1; other < whole.size(); other++) {
                    pairs.add(ratio(whole.get(one), whole.get(other)));
                }
            }
        }
        return pairs;
    }

    private static List<Double> ratio(List<Double> one, List<Double> other) {
        List<Double> ratio = new ArrayList<>();
        for (int fork = 0; fork < one.size(); fork++) {
            ratio.add(one.get(fork) / other.get(fork));
        }
        return ratio;
    }

    /**
     * The median over the cells, as odd ones must not decide. The variance of a few forks is mostly too small (its median is
     * that of a chi-squared distribution), which is put right.
     */
    private static Optional<Double> typical(Collection<List<Double>> cells) {
        double[] variances = cells.stream()
                .filter(forks -> forks.size() > 1
                        && forks.stream().allMatch(value -> value > 0 && Double.isFinite(value)))
                .mapToDouble(ForkSpread::variance)
                .toArray();
        return variances.length == 0
                ? Optional.empty()
                : Optional.of(Math.sqrt(Median.withDefaults().evaluate(variances)));
    }

    private static double variance(List<Double> forks) {
        int freedom = forks.size() - 1;
        double median = ChiSquaredDistribution.of(freedom).inverseCumulativeProbability(0.5) / freedom;
        return Variance.of(forks.stream().mapToDouble(Math::log).toArray()).getAsDouble() / median;
    }
}
