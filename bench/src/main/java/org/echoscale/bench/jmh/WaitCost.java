package org.echoscale.bench.jmh;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.echoscale.bench.limits.Limits;
import org.echoscale.bench.waits.Armed;
import org.echoscale.bench.waits.Kind;
import org.echoscale.bench.waits.Mechanism;
import org.echoscale.bench.waits.Mode;
import org.echoscale.bench.waits.Point;
import org.echoscale.bench.waits.WaitBench;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.jspecify.annotations.Nullable;

/**
 * What one wait costs on many descriptors of which few are ready. Mode {@code call} is the call alone with timeout 0,
 * {@code blocking} the same without one, {@code blocking-last} that with the ready descriptor at the end, {@code iteration} a
 * whole turn: make ready, wait, consume. Parameters that do not go together are in benchmarks of their own.
 */
@BenchmarkMode(org.openjdk.jmh.annotations.Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WaitCost {

    /** Descriptors that are open for a trial; each iteration of JMH's makes others of them ready. */
    @State(Scope.Thread)
    public abstract static class Descriptors {
        private static final double GOLDEN = 0.6180339887498949;

        /** How many are registered. */
        @Param({"10", "1000"})
        public int descriptors;

        /** How many of them are ready. */
        @Param("1")
        public int ready;

        private @Nullable WaitBench bench;
        private @Nullable Armed armed;
        private double start;

        final void open(String kind, String mechanism, String mode) throws IOException {
            Point point = new Point(Mechanism.of(mechanism), Mode.of(mode), descriptors, ready);
            Kind of = Kind.of(kind);
            if (bench == null) {
                bench = WaitBench.open(of, point.mechanism() == Mechanism.SELECTOR, descriptors,
                        Limits.read().openFiles().orElse(1024L));
            }
            armed = bench.arm(point, start);
            start = (start + GOLDEN) % 1;
        }

        final int operate() {
            if (armed == null) {
                throw new IllegalStateException("not set up");
            }
            return armed.operate();
        }

        /** After each iteration of JMH's. */
        @TearDown(Level.Iteration)
        public void disarm() {
            if (armed != null) {
                armed.close();
                armed = null;
            }
        }

        /** After a trial. */
        @TearDown(Level.Trial)
        public void close() {
            if (bench != null) {
                bench.close();
                bench = null;
            }
        }
    }

    /** For mechanisms that take any descriptor and tell again what they have told. */
    public static class Plain extends Descriptors {
        /** Kind of descriptors. */
        @Param({"tcp", "pipe", "eventfd"})
        public String kind = "";

        /** The call that waits. */
        @Param({"select-bitmap", "poll", "epoll-lt"})
        public String mechanism = "";

        /** What of it is timed. */
        @Param({"call", "blocking", "blocking-last", "iteration"})
        public String mode = "";

        /** Before each iteration of JMH's. */
        @Setup(Level.Iteration)
        public void arm() throws IOException {
            open(kind, mechanism, mode);
        }
    }

    /** An edge is told once, so that the call cannot be repeated alone. */
    public static class Edge extends Descriptors {
        /** Kind of descriptors. */
        @Param({"tcp", "pipe", "eventfd"})
        public String kind = "";

        /** Before each iteration of JMH's. */
        @Setup(Level.Iteration)
        public void arm() throws IOException {
            open(kind, Mechanism.EPOLL_ET.word(), Mode.ITERATION.word());
        }
    }

    /** java.nio has no channel for an eventfd. */
    public static class Channels extends Descriptors {
        /** Kind of descriptors. */
        @Param({"tcp", "pipe"})
        public String kind = "";

        /** What of it is timed. */
        @Param({"call", "blocking", "iteration"})
        public String mode = "";

        /** Before each iteration of JMH's. */
        @Setup(Level.Iteration)
        public void arm() throws IOException {
            open(kind, Mechanism.SELECTOR.word(), mode);
        }
    }

    /** select on a bitmap of its own, poll, and level-triggered epoll. */
    @Benchmark
    public int plain(Plain state) {
        return state.operate();
    }

    /** Edge-triggered epoll: the whole iteration. */
    @Benchmark
    public int edge(Edge state) {
        return state.operate();
    }

    /** java.nio's {@code Selector.select}. */
    @Benchmark
    public int selector(Channels state) {
        return state.operate();
    }
}
