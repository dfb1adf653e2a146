package org.echoscale.results.stats;

import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * What one more of something costs: the slope of a straight line through points, by least squares.
 *
 * @param each the slope
 * @param low lower end of its 95 % interval, which takes the points as independent of each other
 * @param high upper end of it
 * @param rSquared share of the variance of the points that the line explains, as a fraction
 * @param points how many points
 */
public record Slope(double each, double low, double high, double rSquared, int points) {
    /** With fewer different sizes a straight line says nothing about whether the points lie on one. */
    public static final int FEWEST_SIZES = 4;

    private static final double UPPER = 0.975;

    /** A point: a size, and what was found there. */
    record Point(double size, double value) {}

    /** How many different sizes there are. */
    static int sizes(List<Point> points) {
        return (int) points.stream().mapToDouble(Point::size).distinct().count();
    }

    /** Through points of at least {@value #FEWEST_SIZES} different sizes. */
    static Slope through(List<Point> points) {
        if (sizes(points) < FEWEST_SIZES) {
            throw new IllegalArgumentException(sizes(points) + " different sizes; at least " + FEWEST_SIZES);
        }
        int n = points.size();
        double meanSize = points.stream().mapToDouble(Point::size).average().orElseThrow();
        double meanValue = points.stream().mapToDouble(Point::value).average().orElseThrow();
        double sizes = 0;
        double values = 0;
        double both = 0;
        for (Point point : points) {
            double size = point.size() - meanSize;
            double value = point.value() - meanValue;
            sizes += size * size;
            values += value * value;
            both += size * value;
        }
        double slope = both / sizes;
        double unexplained = Math.max(0, values - slope * both);
        double half = TDistribution.of(n - 2.0).inverseCumulativeProbability(UPPER)
                * Math.sqrt(unexplained / (n - 2) / sizes);
        return new Slope(slope, slope - half, slope + half, values == 0 ? 1 : 1 - unexplained / values, n);
    }
}
