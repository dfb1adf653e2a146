package org.echoscale.bench.jmh;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.echoscale.bench.load.Pattern;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to make a message's content and to check a reply, without any input or output. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(5)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up before anything else
public class Codec {
    private static final int BASE = Pattern.base(1);

    /** Size of the message. */
    @Param({"1", "64", "4096", "65536"})
    public int bytes;

    private Arena arena;
    private Pattern pattern;
    private MemorySegment reply;
    private long position;

    @Setup(Level.Trial)
    @SuppressWarnings("MustBeClosed") // the arena lives until the tear-down
    public void open() {
        arena = Arena.ofConfined();
        pattern = new Pattern(arena, 1, bytes);
        reply = arena.allocate(bytes, 64);
        pattern.copy(BASE, 0, reply, bytes);
    }

    @TearDown(Level.Trial)
    public void close() {
        arena.close();
    }

    /** Where the bytes of the next message lie: they are sent from there, not built. */
    @Benchmark
    public long make() {
        position += bytes;
        return pattern.address(BASE, position);
    }

    /** Compares every byte of a reply that is right. */
    @Benchmark
    public boolean check() {
        if (!pattern.matches(BASE, 0, reply, bytes)) {
            throw new IllegalStateException("a right reply was taken for a wrong one");
        }
        return true;
    }
}
