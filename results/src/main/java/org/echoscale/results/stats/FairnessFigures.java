package org.echoscale.results.stats;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.echoscale.results.model.Fairness;
import org.echoscale.results.model.Measurement;
import org.jspecify.annotations.Nullable;

/**
 * How evenly connections were served in the valid trials of a cell under one load: of each figure the worst fork, because
 * a connection that starves in one of them has starved.
 *
 * @param starvedShare active connections without any reply, as a fraction of all active ones
 * @param jainIndex Jain's index of the replies per connection, in an open loop of the replies ÷ messages due; absent when there
 *            was no reply
 * @param longestWaitMicros the longest time that any message waited, in microseconds
 */
public record FairnessFigures(double starvedShare, @Nullable Double jainIndex, double longestWaitMicros) {

    /** Null when no trial watched it. */
    static @Nullable FairnessFigures of(List<Measurement> valid) {
        List<Fairness> watched = valid.stream().flatMap(m -> Stream.ofNullable(m.fairness())).toList();
        if (watched.isEmpty()) {
            return null;
        }
        OptionalDouble jain = watched.stream()
                .map(Fairness::jainIndex)
                .filter(Objects::nonNull)
                .mapToDouble(index -> Objects.requireNonNull(index))
                .min();
        return new FairnessFigures(watched.stream().mapToDouble(Fairness::starvedShare).max().orElseThrow(),
                jain.isPresent() ? Double.valueOf(jain.getAsDouble()) : null,
                watched.stream().mapToLong(Fairness::longestWaitNanos).max().orElseThrow() / 1000.0);
    }
}
