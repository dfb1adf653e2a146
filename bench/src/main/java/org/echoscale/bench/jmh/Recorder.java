package org.echoscale.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What it costs to record one latency: the ruler's own share of every message. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Recorder {
    private final Histogram histogram = new Histogram(60_000_000_000L, 3);
    private long latency = 1;

    /** One sample into an HdrHistogram of the generator's resolution, over values from 1 to 1,048,575 ns. */
    @Benchmark
    public void histogram() {
        latency = (latency * 48_271) & 0xF_FFFF;
        histogram.recordValue(latency);
    }
}
