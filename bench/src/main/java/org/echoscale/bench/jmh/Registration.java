package org.echoscale.bench.jmh;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to begin to wait for a descriptor, to change what is awaited, and to stop, by mechanism; the figures are per
 * descriptor. An array or a bitmap costs next to nothing here and its whole length at every wait; epoll is the other way
 * round. Each call is about 256 descriptors, so that what JMH does around a call (two readings of the clock, as the set is put
 * back in between) is less than a nanosecond of each figure.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Registrar.DESCRIPTORS)
@Fork(5)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class Registration {

    /**
     * The descriptors of one mechanism. A state that another one is given to in its set-up would be an object of its own, so
     * both kinds are this one and none has another.
     */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH calls the set-up before anything else
    public abstract static class Descriptors {
        /** Bitmap, array, epoll_ctl(2), or java.nio's Selector, which rests on epoll. */
        @Param({"select", "poll", "epoll", "selector"})
        public String mechanism;

        private Registrar registrar;
        private boolean registered;

        @Setup(Level.Trial)
        public void open() throws IOException {
            registrar = switch (mechanism) {
                case "select" -> new SelectRegistrar();
                case "poll" -> new PollRegistrar();
                case "epoll" -> new EpollRegistrar();
                case "selector" -> new SelectorRegistrar();
                default -> throw new IllegalArgumentException(
                        "mechanism '" + mechanism + "' is not one of select, poll, epoll, selector");
            };
        }

        /** What was measured must have worked: one that becomes ready is found when registered, and not otherwise. */
        @TearDown(Level.Trial)
        public void close() throws IOException {
            try (Registrar closing = registrar) {
                int ready = closing.readyOfOne();
                if (ready != (registered ? 1 : 0)) {
                    throw new IllegalStateException(
                            mechanism + " found " + ready + " ready of those "
                                    + (registered ? "registered" : "removed"));
                }
            }
        }

        void make(boolean wanted) throws IOException {
            if (wanted != registered) {
                if (wanted) {
                    registrar.add();
                } else {
                    registrar.remove();
                }
                registered = wanted;
            }
        }
    }

    /** None is registered before a call. */
    public static class Absent extends Descriptors {
        @Setup(Level.Invocation)
        public void prepare() throws IOException {
            make(false);
        }
    }

    /** All are registered before a call. */
    public static class Present extends Descriptors {
        @Setup(Level.Invocation)
        public void prepare() throws IOException {
            make(true);
        }
    }

    @Benchmark
    public void add(Absent descriptors) throws IOException {
        descriptors.make(true);
    }

    @Benchmark
    public void modify(Present descriptors) throws IOException {
        ((Descriptors) descriptors).registrar.modify();
    }

    @Benchmark
    public void remove(Present descriptors) throws IOException {
        descriptors.make(false);
    }
}
