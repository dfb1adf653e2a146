package org.echoscale.bench.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.descriptive.Median;
import org.echoscale.bench.run.SideBySide.Sample;
import org.echoscale.results.stats.Spread;

/**
 * What slices say about one server: medians over the rounds of a fork, spread over the forks. Ratios are of the slices of
 * one round, so that a drift of the machine is in both.
 *
 * @param ratio server CPU ÷ generator CPU of a slice, against the reference's in the same round: the primary figure
 * @param serverRatio server CPU per message against the reference's
 * @param generatorRatio generator CPU per message against the reference's
 * @param serverPerGenerator server CPU ÷ generator CPU
 */
public record ComparisonFigures(String server, Spread ratio, Spread serverRatio, Spread generatorRatio,
        Spread serverPerGenerator, Spread serverMicros, Spread generatorMicros, Spread messagesPerSecond) {

    /**
     * Those of each server, in this order; the first is the reference.
     *
     * @param samples of complete rounds: each has a sample of every server. None: no figures
     */
    public static List<ComparisonFigures> of(List<String> servers, List<Sample> samples) {
        return samples.isEmpty()
                ? List.of()
                : servers.stream().map(server -> of(server, servers.getFirst(), samples)).toList();
    }

    private static ComparisonFigures of(String server, String reference, List<Sample> samples) {
        ToDoubleFunction<Sample> rate = sample -> sample.messages() * 1e9 / sample.nanos();
        return new ComparisonFigures(server,
                ratios(server, reference, samples, Sample::quotient),
                ratios(server, reference, samples, Sample::serverMicros),
                ratios(server, reference, samples, Sample::generatorMicros),
                spread(server, samples, Sample::quotient), spread(server, samples, Sample::serverMicros),
                spread(server, samples, Sample::generatorMicros), spread(server, samples, rate));
    }

    private static Spread ratios(String server, String reference, List<Sample> samples,
            ToDoubleFunction<Sample> figure) {
        Map<List<Integer>, Double> base = new HashMap<>();
        samples.stream()
                .filter(sample -> sample.server().equals(reference))
                .forEach(sample -> base.put(List.of(sample.fork(), sample.round()), figure.applyAsDouble(sample)));
        return spread(server, samples, sample -> {
            Double other = base.get(List.of(sample.fork(), sample.round()));
            if (other == null) {
                throw new IllegalArgumentException(
                        "fork " + sample.fork() + ", round " + sample.round() + " has no sample of " + reference);
            }
            return figure.applyAsDouble(sample) / other;
        });
    }

    private static Spread spread(String server, List<Sample> samples, ToDoubleFunction<Sample> figure) {
        Map<Integer, List<Double>> byFork = new TreeMap<>();
        samples.stream()
                .filter(sample -> sample.server().equals(server))
                .forEach(sample -> byFork.computeIfAbsent(sample.fork(), fork -> new ArrayList<>())
                        .add(figure.applyAsDouble(sample)));
        return new Spread(byFork.values()
                .stream()
                .map(values -> Median.withDefaults()
                        .evaluate(values.stream().mapToDouble(Double::doubleValue).toArray()))
                .toList());
    }
}
