package org.echoscale.results.stats;

import java.util.List;
import java.util.Optional;

/**
 * What the calls of one mechanism cost against the number of descriptors.
 *
 * @param program {@code java} or {@code c}
 * @param points by descriptors, then by ready ones
 */
public record WaitCurve(String program, String kind, String mechanism, String mode, List<WaitPoint> points) {
    public WaitCurve {
        points = List.copyOf(points);
    }

    /** The cost as a sum; empty when there are fewer than three sizes. */
    public Optional<CostModel> model() {
        return CostModel.of(points);
    }

    /** With so many registered and ready. */
    public Optional<WaitPoint> at(int descriptors, int ready) {
        return points.stream()
                .filter(point -> point.descriptors() == descriptors && point.ready() == ready)
                .findFirst();
    }

    /** The points with one descriptor ready. */
    public List<WaitPoint> oneReady() {
        return points.stream().filter(point -> point.ready() == 1).toList();
    }

    /** The points with all of them ready. */
    public List<WaitPoint> allReady() {
        return points.stream().filter(point -> point.ready() == point.descriptors()).toList();
    }
}
