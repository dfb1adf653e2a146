package org.echoscale.results.compare;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.echoscale.results.stats.Spread;

/**
 * A cell that both runs have.
 *
 * @param a what the first run has of it
 * @param b what the second run has of it: the same cell, or one of another load that takes its place
 * @param measures what could be compared
 */
public record ComparedCell(Side a, Side b, List<Compared> measures) {
    public ComparedCell {
        measures = List.copyOf(measures);
    }

    static ComparedCell of(Side a, Side b) {
        return new ComparedCell(a, b, Stream.of(Measure.values()).flatMap(measure -> {
            Spread first = a.value(measure);
            Spread second = b.value(measure);
            return first == null || second == null ? Stream.empty() : Stream.of(Compared.of(measure, first, second));
        }).toList());
    }

    public Optional<Compared> measured(Measure measure) {
        return measures.stream().filter(one -> one.measure() == measure).findFirst();
    }
}
