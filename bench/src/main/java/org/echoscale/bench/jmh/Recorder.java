package org.echoscale.bench.jmh;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.echoscale.bench.load.MessageRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to record one message: the ruler's own share of each, beside its system calls. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(5)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up before anything else
public class Recorder {
    private static final int BYTES = 64;

    private final Histogram histogram = new Histogram(60_000_000_000L, 3);
    private long latency = 1;
    private MessageRecord record;
    private long before;

    @Setup(Level.Trial)
    public void open() throws IOException {
        record = MessageRecord.open(BYTES);
        before = System.nanoTime();
    }

    /** Each message must have left a time. */
    @TearDown(Level.Trial)
    public void close() {
        try (MessageRecord closing = record) {
            long messages = closing.message(0, 1);
            if (closing.recorded() != messages) {
                throw new IllegalStateException(messages + " messages, but " + closing.recorded() + " times recorded");
            }
        }
    }

    /** One sample into an HdrHistogram of the generator's resolution, over values from 1 to 1,048,575 ns. */
    @Benchmark
    public void histogram() {
        histogram.recordValue(nextLatency());
    }

    /** All that the generator does about a message of 64 bytes: sent, checked byte by byte, counted, recorded. */
    @Benchmark
    public long message() {
        return record.message(0, nextLatency());
    }

    /** The same with the clock, which is read once for each reply. */
    @Benchmark
    public long messageAndClock() {
        long now = System.nanoTime();
        long count = record.message(before, now);
        before = now;
        return count;
    }

    private long nextLatency() {
        latency = (latency * 48_271) & 0xF_FFFF;
        return latency;
    }
}
