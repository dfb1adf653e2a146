package org.echoscale.results.stats;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.echoscale.results.model.EncodedHistogram;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Measurement;
import org.jspecify.annotations.Nullable;

/**
 * What the valid open-loop trials of a cell come to.
 *
 * @param ratePerSecond messages per second that the schedule asked for
 * @param offered the same for people, with the schedule unless it is the plain one: {@code "20k/s Poisson"}
 * @param latency from the intended time of sending, all forks together
 * @param latencyPerFork the same for each fork
 * @param serviceTime from the actual time of sending, all forks together; absent when it was not recorded
 * @param lateness how late the generator sent, all forks together; absent when it was not recorded
 * @param mostDue messages that were due in a window; the most of all forks
 * @param fairness how evenly the connections were served; absent when it was not watched, or when fewer messages were due than
 *            connections are active
 */
public record OpenFigures(double ratePerSecond, String offered, Percentiles latency, List<Percentiles> latencyPerFork,
        @Nullable Percentiles serviceTime, @Nullable Percentiles lateness, long mostDue,
        @Nullable FairnessFigures fairness) {
    public OpenFigures {
        latencyPerFork = List.copyOf(latencyPerFork);
    }

    /** Of trials of one cell; at least one. */
    public static OpenFigures of(Load.Open load, List<Measurement> valid) {
        List<EncodedHistogram> service = valid.stream().flatMap(m -> Stream.ofNullable(m.serviceTime())).toList();
        List<EncodedHistogram> late = valid.stream().flatMap(m -> Stream.ofNullable(m.sendLateness())).toList();
        return new OpenFigures(load.ratePerSecond(), load.offered(),
                merged(valid.stream().map(Measurement::latency).toList()),
                valid.stream().map(m -> merged(List.of(m.latency()))).toList(),
                service.isEmpty() ? null : merged(service),
                late.size() < valid.size() ? null : merged(late),
                valid.stream().mapToLong(m -> m.messages().intended()).max().orElse(0), FairnessFigures.of(valid));
    }

    private static Percentiles merged(List<EncodedHistogram> histograms) {
        return Percentiles.of(histograms.stream().map(EncodedHistogram::decode).toList());
    }

    /** The spread over forks of a percentile; absent unless every fork alone has the samples for it. */
    public @Nullable Spread overForks(java.util.function.Function<Percentiles, @Nullable Double> percentile) {
        List<Double> values = latencyPerFork.stream()
                .map(percentile)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
        return values.size() < latencyPerFork.size() || values.isEmpty() ? null : new Spread(values);
    }
}
