package org.echoscale.bench.jmh;

import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import org.echoscale.core.trace.LoopTrace;
import org.echoscale.core.trace.TracedConnection;
import org.echoscale.core.trace.Woken;
import org.jspecify.annotations.Nullable;
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

/**
 * What it costs an event loop to be able to tell its steps: those of one message that comes alone (waiting, woken, received,
 * sent), without the message. While nobody records them, after somebody did, and while somebody does.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(5)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up before anything else
public class TraceCost implements TracedConnection {
    /** Whether the steps are recorded: never so far, no more, or now. */
    @Param({"never", "before", "now"})
    private String recorded;

    private int bytes = 64;
    private @Nullable Recording recording;

    @Setup(Level.Trial)
    public void open() {
        if (!"never".equals(recorded)) {
            recording = new Recording();
            for (String step : new String[]{"Waiting", "Woken", "Received", "Sent"}) {
                recording.enable("org.echoscale." + step);
            }
            recording.setMaxSize(1 << 20);
            recording.start();
        }
        if ("before".equals(recorded)) {
            for (int i = 0; i < 20_000; i++) {
                steps();
            }
            close();
        }
    }

    @TearDown(Level.Trial)
    public void close() {
        if (recording != null) {
            recording.close();
            recording = null;
        }
    }

    /** What is left when there are no steps: the benchmark's own cost, to be taken off. */
    @Benchmark
    public int nothing() {
        return bytes;
    }

    /** The steps of one message, in the order in which the loop tells them. */
    @Benchmark
    public int steps() {
        Woken wait = LoopTrace.waiting(1, LoopTrace.FOREVER);
        LoopTrace.woken(wait, 1);
        LoopTrace.received(this, bytes);
        LoopTrace.sent(this, bytes, 0);
        return bytes;
    }

    @Override
    public long number() {
        return 1;
    }

    @Override
    public String peer() {
        return "127.0.0.1:1";
    }
}
