package org.echoscale.bench.jmh;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.echoscale.bench.load.Target;
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
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * What the suites with a server share: a server process for each trial, sockets opened once in it, CPU time of both sides
 * for each iteration. One thread: the connections belong to it, and so does the CPU beside the server's.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(5)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up before anything else
public abstract class TransportSuite {
    /** Which servers run here is known at run time only: the {@code jmh} command gives the list. */
    @Param("nio-select")
    public String transport;

    private ServerInTrial server;

    /** Opens what the trial needs. */
    abstract void connect(Target target) throws IOException;

    /** Checks what is to be checked at the end, and closes it. */
    abstract void disconnect() throws IOException;

    /** Before the first iteration of a fork. */
    @Setup(Level.Trial)
    public void beginTrial(BenchmarkParams params) throws IOException {
        if (params.getThreads() != 1) {
            throw new IllegalArgumentException(
                    "-t " + params.getThreads() + ": a suite with a server has one client thread (-t 1)");
        }
        server = ServerInTrial.start(transport);
        try {
            connect(server.target());
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** After the last iteration of a fork. */
    @TearDown(Level.Trial)
    public void endTrial() throws IOException {
        try (ServerInTrial _ = server) {
            disconnect();
        }
    }

    @Setup(Level.Iteration)
    public void beginIteration() {
        server.iterationBegins();
    }

    @TearDown(Level.Iteration)
    public void endIteration() throws IOException {
        server.iterationEnds();
    }
}
