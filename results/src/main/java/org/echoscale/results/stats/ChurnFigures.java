package org.echoscale.results.stats;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.echoscale.results.model.EncodedHistogram;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Measurement;
import org.jspecify.annotations.Nullable;

/**
 * What the valid trials of a cell under churn come to. They are about connections, not about messages, and stand beside no
 * figure of another load.
 *
 * @param messages on each connection before it is reset
 * @param connectionsPerSecond connections opened, used and reset per second
 * @param serverMicros server CPU per connection with its messages, in microseconds; absent when its process is not known
 * @param firstReply time from before the connect to the first reply, all forks together
 * @param laterReplies times of the messages after the first, all forks together; absent when there are none
 */
public record ChurnFigures(int messages, Spread connectionsPerSecond, @Nullable Spread serverMicros,
        Percentiles firstReply, @Nullable Percentiles laterReplies) {

    static ChurnFigures of(Load.Churn load, List<Measurement> valid) {
        List<EncodedHistogram> later = valid.stream().flatMap(m -> Stream.ofNullable(m.serviceTime())).toList();
        return new ChurnFigures(load.messages(),
                new Spread(valid.stream().map(m -> m.messagesPerSecond() / load.messages()).toList()),
                cost(valid, m -> m.server() == null || m.messages().received() == 0
                        ? null
                        : Double.valueOf(m.server().cpuNanos() / 1e3 * load.messages() / m.messages().received())),
                merged(valid.stream().map(Measurement::latency).toList()),
                load.messages() == 1 || later.isEmpty() ? null : merged(later));
    }

    private static @Nullable Spread cost(List<Measurement> valid, Function<Measurement, @Nullable Double> figure) {
        List<Double> values = valid.stream()
                .map(figure)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
        return values.isEmpty() ? null : new Spread(values);
    }

    private static Percentiles merged(List<EncodedHistogram> histograms) {
        return Percentiles.of(histograms.stream().map(EncodedHistogram::decode).toList());
    }
}
