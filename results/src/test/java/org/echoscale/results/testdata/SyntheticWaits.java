package org.echoscale.results.testdata;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.echoscale.results.model.RunManifest.Environment;
import org.echoscale.results.model.WaitCosts;
import org.echoscale.results.model.WaitCosts.Slice;

/** A study of wait calls that never took place: its figures follow formulas that the tests know. */
public final class SyntheticWaits {
    public static final List<Integer> LADDER = List.of(1, 3, 10, 30, 100, 300, 1_000, 2_000, 3_000, 5_000, 7_500,
            10_000,
            19_000);

    /** What a call costs. */
    public interface Law {
        double nanos(int descriptors, int ready);

        static Law sum(double perCall, double perDescriptor, double perReady) {
            return (descriptors, ready) -> perCall + perDescriptor * descriptors + perReady * ready;
        }

        /** From {@code knee} on each further descriptor costs more. */
        default Law bent(int knee, double more) {
            return (descriptors, ready) -> nanos(descriptors, ready) + more * Math.max(0, descriptors - knee);
        }
    }

    private final List<Slice> slices = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(42);
    private final int rounds;
    private final double noise;

    /** @param noise standard deviation of a slice as a part of its cost */
    public SyntheticWaits(int rounds, double noise) {
        this.rounds = rounds;
        this.noise = noise;
    }

    public SyntheticWaits measure(String program, String mechanism, String mode, boolean all, Law law) {
        for (int round = 1; round <= rounds; round++) {
            for (int n : LADDER) {
                add(round, program, mechanism, mode, n, 1, law);
                if (all && n > 1) {
                    add(round, program, mechanism, mode, n, n, law);
                }
            }
        }
        return this;
    }

    private void add(int round, String program, String mechanism, String mode, int n, int ready, Law law) {
        double nanos = law.nanos(n, ready) * (1 + noise * random.nextGaussian());
        long calls = 1_000_000;
        long cpu = Math.round(nanos * calls);
        slices.add(new Slice(round, program, "tcp", mechanism, mode, n, ready, calls, cpu + calls, cpu));
    }

    public WaitCosts costs() {
        return new WaitCosts(1, "made-up", Instant.parse("2026-01-01T00:00:00Z"), List.of("waits"), 42, rounds,
                100_000_000,
                new Environment("Linux made up", "amd64", "made-up CPU", 2, 1 << 30, "made up", "made-up JVM",
                        List.of(), List.of(1), 20_000, new TreeMap<>()),
                List.of(new WaitCosts.Left("epoll-et, mode call", "made up")), slices);
    }
}
