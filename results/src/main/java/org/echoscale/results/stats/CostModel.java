package org.echoscale.results.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a call costs as a sum: so much by itself, so much for each registered descriptor, so much for each ready one. It holds
 * up to the knee, where there is one: from there on each further descriptor costs more, because what the kernel looks at
 * no longer fits a cache. There can be a knee for each level of cache; the model ends at the first.
 *
 * @param perCall nanoseconds of a call with nothing registered
 * @param perDescriptor nanoseconds for each registered descriptor
 * @param perReady nanoseconds for each that is ready; absent when the number of ready ones did not vary by itself, and is
 *            then in one of the others
 * @param error root mean square of the relative errors of the points
 * @param points points up to the knee that it is fitted to
 * @param from the smallest number of descriptors it was fitted to
 * @param to the largest
 * @param knee the first; absent when a single line is as good
 */
public record CostModel(Estimate perCall, Estimate perDescriptor, @Nullable Estimate perReady, double error, int points,
        int from, int to, @Nullable Knee knee) {
    private static final int FEWEST_SIZES = 3;
    private static final int FEWEST_BEYOND = 2;
    private static final int KNEE_CANDIDATES = 200;
    /** Errors below this are not told apart: no machine is as quiet as that. */
    private static final double NOISE = 0.005;
    /** Difference of the Bayesian information criterion that is called strong evidence. */
    private static final double STRONG = 6;
    /** From the knee on a descriptor costs so many times as much at least; less is a bend, not a knee. */
    private static final double LEAST_STEEPENING = 1.3;
    /** And the line without it is wrong by as much at the largest size, as a part of the cost there. */
    private static final double LEAST_EFFECT = 0.1;

    /**
     * A coefficient: from the medians of all rounds, and the smallest and largest of the rounds fitted one by one.
     *
     * @param perRound of each round
     */
    public record Estimate(double value, Spread perRound) {
        static Estimate of(LeastSquares fit, List<LeastSquares> rounds, int column) {
            return new Estimate(fit.coefficient(column),
                    new Spread(rounds.stream().map(round -> round.coefficient(column)).toList()));
        }
    }

    /**
     * Where the line becomes steeper.
     *
     * @param descriptors with so many registered
     * @param perDescriptor nanoseconds for each further one, up to the next knee if there is one
     */
    public record Knee(Estimate descriptors, Estimate perDescriptor) {}

    /**
     * The model of some points; empty when they have fewer than three sizes, or when sizes or costs are such that no line can be told
     * from them: sizes next to each other, costs many powers of ten apart.
     */
    public static Optional<CostModel> of(List<WaitPoint> points) {
        if (sizes(points).length < FEWEST_SIZES) {
            return Optional.empty();
        }
        try {
            return Optional.of(model(points));
        } catch (LeastSquares.UndeterminedException e) {
            return Optional.empty();
        }
    }

    private static CostModel model(List<WaitPoint> points) {
        List<WaitPoint> below = points;
        Knee knee = null;
        for (Bend bend = bend(points); bend != null; bend = bend(below)) {
            double end = bend.at;
            knee = knee(bend, below);
            below = below.stream().filter(point -> point.descriptors() <= end).toList();
        }
        boolean ready = readyVaries(below);
        double[][] rows = rows(below, ready, Double.MAX_VALUE);
        double[] medians = medians(below);
        LeastSquares line = LeastSquares.fit(rows, medians);
        List<LeastSquares> perRound = perRound(below).stream().map(round -> LeastSquares.fit(rows, round)).toList();
        int[] sizes = sizes(below);
        return new CostModel(Estimate.of(line, perRound, 0), Estimate.of(line, perRound, 1),
                ready ? Estimate.of(line, perRound, 2) : null, Math.sqrt(line.squares() / medians.length),
                medians.length, sizes[0], sizes[sizes.length - 1], knee);
    }

    private static double[] medians(List<WaitPoint> points) {
        return points.stream().mapToDouble(point -> point.nanos().median()).toArray();
    }

    /** The values of each round by itself. */
    private static List<double[]> perRound(List<WaitPoint> points) {
        int rounds = points.stream().mapToInt(point -> point.nanos().forks()).min().orElse(0);
        return IntStream.range(0, rounds)
                .mapToObj(round -> points.stream().mapToDouble(point -> point.nanos().perFork().get(round)).toArray())
                .toList();
    }

    /** What the model says of a call, which is worth nothing beyond {@link #to}. */
    public double nanos(double descriptors, double ready) {
        return perCall.value + perDescriptor.value * descriptors + (perReady == null ? 0 : perReady.value * ready);
    }

    // ---- the knee ----

    /** Two lines that meet. */
    private record Bend(double at, LeastSquares fit) {
        double before() {
            return fit.coefficient(1);
        }

        /** How much more a descriptor costs beyond it. */
        double more() {
            return fit.coefficient(2);
        }
    }

    /** The best pair of lines that meet, if it is clearly better than a single one. */
    private static @Nullable Bend bend(List<WaitPoint> points) {
        boolean ready = readyVaries(points);
        double[] values = medians(points);
        Bend best = bestBend(points, values, ready);
        if (best == null) {
            return null;
        }
        LeastSquares line = LeastSquares.fit(rows(points, ready, Double.MAX_VALUE), values);
        int n = values.length;
        double floor = n * NOISE * NOISE;
        double gain = n * Math.log((line.squares() + floor) / (best.fit.squares() + floor)) - 2 * Math.log(n);
        int[] sizes = sizes(points);
        double last = sizes[sizes.length - 1];
        double before = best.before();
        double more = best.more();
        double cost = best.fit.coefficient(0) + before * last + more * (last - best.at);
        boolean clear = gain >= STRONG && before > 0 && more >= (LEAST_STEEPENING - 1) * before
                && more * (last - best.at) >= LEAST_EFFECT * cost;
        return clear ? best : null;
    }

    private static @Nullable Bend bestBend(List<WaitPoint> points, double[] values, boolean ready) {
        int[] sizes = sizes(points);
        if (sizes.length < FEWEST_SIZES + FEWEST_BEYOND) {
            return null;
        }
        double least = sizes[FEWEST_SIZES - 1];
        double most = Math.nextDown((double) sizes[sizes.length - FEWEST_BEYOND]);
        Bend best = null;
        for (int i = 0; i <= KNEE_CANDIDATES; i++) {
            double at = least * Math.pow(most / least, (double) i / KNEE_CANDIDATES);
            LeastSquares fit = LeastSquares.fit(rows(points, ready, at), values);
            if (best == null || fit.squares() < best.fit.squares()) {
                best = new Bend(at, fit);
            }
        }
        return best;
    }

    private static Knee knee(Bend bend, List<WaitPoint> points) {
        boolean ready = readyVaries(points);
        List<Double> at = new ArrayList<>();
        List<Double> beyond = new ArrayList<>();
        for (double[] round : perRound(points)) {
            Bend found = bestBend(points, round, ready);
            if (found != null) {
                at.add(found.at);
                beyond.add(found.before() + found.more());
            }
        }
        return new Knee(new Estimate(bend.at, new Spread(at)),
                new Estimate(bend.before() + bend.more(), new Spread(beyond)));
    }

    // ---- rows ----

    /** 1 and the number of descriptors; those beyond a knee, if there is one; the ready ones, if they vary. */
    private static double[][] rows(List<WaitPoint> points, boolean ready, double knee) {
        return points.stream().map(point -> {
            List<Double> row = new ArrayList<>(List.of(1.0, (double) point.descriptors()));
            if (knee < Double.MAX_VALUE) {
                row.add(Math.max(0, point.descriptors() - knee));
            }
            if (ready) {
                row.add((double) point.ready());
            }
            return row.stream().mapToDouble(Double::doubleValue).toArray();
        }).toArray(double[][]::new);
    }

    /** Whether some size was measured with different numbers of ready descriptors: else they cannot be told apart. */
    private static boolean readyVaries(List<WaitPoint> points) {
        return points.stream()
                .anyMatch(one -> points.stream()
                        .anyMatch(other -> other.descriptors() == one.descriptors() && other.ready() != one.ready()));
    }

    private static int[] sizes(List<WaitPoint> points) {
        return points.stream().mapToInt(WaitPoint::descriptors).sorted().distinct().toArray();
    }
}
