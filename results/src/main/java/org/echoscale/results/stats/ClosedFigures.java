package org.echoscale.results.stats;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.echoscale.results.model.Measurement;
import org.echoscale.results.model.Measurement.Messages;
import org.echoscale.results.model.Measurement.ServerCost;
import org.echoscale.results.model.Measurement.Slice;
import org.jspecify.annotations.Nullable;

/**
 * What the valid closed-loop trials of a cell come to. A figure that no trial has is absent.
 *
 * @param messagesPerSecond throughput
 * @param serverMicros server CPU per message, in microseconds
 * @param generatorMicros CPU of the generator's hot thread per message, in microseconds
 * @param cpuQuotient server CPU ÷ generator CPU of the same slices
 * @param generatorUser the part of that in user mode
 * @param generatorSystem the part in the kernel
 * @param user the server's CPU in user mode
 * @param system its CPU in the kernel
 * @param heapBytes heap bytes that the server allocated per message
 * @param switches context switches of the server per message
 * @param gcShare share of the window that the server spent in garbage collections, as a fraction
 * @param waits calls per message for which the server waited
 * @param reads read calls of the server per message
 * @param writes write calls
 * @param registrations changes of interest in a descriptor per message
 * @param readyPerWait descriptors that a call reported for which the server waited
 * @param openedPerSecond connections opened per second
 * @param fairness how evenly the connections were served; absent when it was not watched
 */
public record ClosedFigures(Spread messagesPerSecond, @Nullable Spread serverMicros, @Nullable Spread generatorMicros,
        @Nullable SampledCpu generatorUser, @Nullable SampledCpu generatorSystem, @Nullable Spread cpuQuotient,
        @Nullable SampledCpu user, @Nullable SampledCpu system,
        @Nullable Spread heapBytes, @Nullable Spread switches, @Nullable Spread gcShare,
        @Nullable Spread waits, @Nullable Spread reads, @Nullable Spread writes, @Nullable Spread registrations,
        @Nullable Spread readyPerWait, @Nullable Spread openedPerSecond,
        @Nullable FairnessFigures fairness) {

    /** Of trials of one cell; at least one. */
    public static ClosedFigures of(List<Measurement> valid) {
        Spread throughput = Objects.requireNonNull(over(valid, Measurement::messagesPerSecond));
        return new ClosedFigures(throughput,
                over(valid, m -> m.server() == null ? null : perReply(m, m.server().cpuNanos())),
                over(valid, m -> perReply(m, m.generator().threadCpuNanos())),
                sampled(valid, m -> m.generator().userNanos(), Messages::received),
                sampled(valid, m -> m.generator().systemNanos(), Messages::received),
                over(valid, ClosedFigures::quotient),
                sampled(valid, m -> m.server() == null ? null : m.server().userNanos(), Messages::verified),
                sampled(valid, m -> m.server() == null ? null : m.server().systemNanos(), Messages::verified),
                perMessage(valid, server -> number(server.allocatedBytes())),
                perMessage(valid, ClosedFigures::switches),
                over(valid, m -> m.server() == null || m.server().gcNanos() == null
                        ? null
                        : Double.valueOf((double) m.server().gcNanos() / m.durationNanos())),
                perMessage(valid, server -> number(server.waits())),
                perMessage(valid, server -> number(server.reads())),
                perMessage(valid, server -> number(server.writes())),
                perMessage(valid, server -> number(server.registrations())),
                over(valid, m -> m.server() == null ? null : ratio(m.server().ready(), m.server().waits())),
                over(valid, m -> m.connections().openNanos() == 0
                        ? null
                        : Double.valueOf(m.connections().openedPerSecond())),
                FairnessFigures.of(valid));
    }

    private static @Nullable SampledCpu sampled(List<Measurement> trials, Function<Measurement, @Nullable Long> nanos,
            ToLongFunction<Messages> messages) {
        Spread micros = over(trials, m -> micros(nanos.apply(m), messages.applyAsLong(m.messages())));
        return micros == null
                ? null
                : new SampledCpu(micros, trials.stream()
                        .map(nanos)
                        .filter(Objects::nonNull)
                        .mapToLong(part -> Objects.requireNonNull(part))
                        .sum() / 1e9);
    }

    private static @Nullable Spread perMessage(List<Measurement> trials,
            Function<ServerCost, @Nullable Double> figure) {
        return over(trials, m -> m.server() == null ? null : perMessage(m, figure.apply(m.server())));
    }

    private static @Nullable Spread over(List<Measurement> trials, Function<Measurement, @Nullable Double> figure) {
        List<Double> values = trials.stream()
                .map(figure)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
        return values.isEmpty() ? null : new Spread(values);
    }

    /** CPU time is that of the window, and so are these replies; what else a server counts covers the drain too. */
    private static @Nullable Double perReply(Measurement m, long cpuNanos) {
        return micros(cpuNanos, m.messages().received());
    }

    private static @Nullable Double perMessage(Measurement m, @Nullable Double amount) {
        return amount == null || m.messages().verified() == 0
                ? null
                : Double.valueOf(amount / m.messages().verified());
    }

    /** The median over the slices: a slice that something else disturbed does not count for more than one. */
    private static @Nullable Double quotient(Measurement m) {
        List<Double> slices = m.slices()
                .stream()
                .filter(slice -> slice.serverCpuNanos() != null && slice.generatorCpuNanos() > 0)
                .map(ClosedFigures::quotient)
                .toList();
        if (!slices.isEmpty()) {
            return new Spread(slices).median();
        }
        return m.server() == null ? null : ratio(m.server().cpuNanos(), m.generator().threadCpuNanos());
    }

    private static double quotient(Slice slice) {
        return (double) Objects.requireNonNull(slice.serverCpuNanos()) / slice.generatorCpuNanos();
    }

    private static @Nullable Double switches(ServerCost server) {
        return server.voluntarySwitches() == null || server.involuntarySwitches() == null
                ? null
                : Double.valueOf((double) server.voluntarySwitches() + server.involuntarySwitches());
    }

    private static @Nullable Double ratio(@Nullable Long part, @Nullable Long whole) {
        return part == null || whole == null || whole == 0 ? null : Double.valueOf((double) part / whole);
    }

    private static @Nullable Double micros(@Nullable Long nanos, long messages) {
        return nanos == null || messages == 0 ? null : Double.valueOf(nanos / 1000.0 / messages);
    }

    private static @Nullable Double number(@Nullable Long value) {
        return value == null ? null : Double.valueOf(value);
    }
}
