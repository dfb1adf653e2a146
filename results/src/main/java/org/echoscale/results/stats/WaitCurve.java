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

    /**
     * The ordinary straight line through the medians with one descriptor ready, as far as the model goes; empty with fewer than
     * four sizes. Its R² says how near to proportional the cost grows; the slope is that of the large sizes, which weigh most.
     */
    public Optional<Slope> line() {
        int to = model().map(CostModel::to).orElse(Integer.MAX_VALUE);
        List<Slope.Point> medians = oneReady().stream()
                .filter(point -> point.descriptors() <= to)
                .map(point -> new Slope.Point(point.descriptors(), point.nanos().median()))
                .toList();
        return Slope.sizes(medians) < Slope.FEWEST_SIZES ? Optional.empty() : Optional.of(Slope.through(medians));
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
