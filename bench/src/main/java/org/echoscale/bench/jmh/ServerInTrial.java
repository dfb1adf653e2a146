package org.echoscale.bench.jmh;

import java.io.IOException;
import java.time.Duration;
import java.util.BitSet;
import java.util.OptionalLong;
import org.echoscale.bench.load.Target;
import org.echoscale.bench.run.Placement;
import org.echoscale.bench.server.Catalog;
import org.echoscale.bench.server.ServerLaunch;
import org.echoscale.bench.server.ServerProcess;
import org.echoscale.core.Support.Unsupported;
import org.echoscale.syscalls.SyscallException;
import org.echoscale.syscalls.Syscalls;

/**
 * The server of one JMH trial, in a JVM of its own, and where the two run: the server's process on the first CPU, the
 * benchmark's thread on the last. For the benchmark's thread.
 */
final class ServerInTrial implements AutoCloseable {
    private static final Duration START_DEADLINE = Duration.ofSeconds(30);

    private final Syscalls calls;
    private final BitSet before;
    private final ServerProcess process;
    private final int serverClock;
    private long serverNanos;
    private long clientNanos;

    private ServerInTrial(Syscalls calls, BitSet before, ServerProcess process) {
        this.calls = calls;
        this.before = before;
        this.process = process;
        this.serverClock = Syscalls.processCpuClock(process.pid());
    }

    /** Starts it, and pins the calling thread where there is more than one CPU. */
    static ServerInTrial start(String transport) throws IOException {
        Catalog catalog = Catalog.load(PluginProperty.plugins());
        if (catalog.transports().get(transport).support() instanceof Unsupported no) {
            throw new IOException("transport " + transport + " does not run here: " + no.reason());
        }
        Placement placement = Placement.onThisMachine();
        ServerProcess process = ServerProcess.start(ServerLaunch.of(catalog, transport).withCpus(placement.server()),
                START_DEADLINE);
        Syscalls calls = Syscalls.open();
        try {
            BitSet before = calls.affinity();
            if (placement.generator().isPresent()) {
                BitSet last = new BitSet();
                last.set(placement.generator().getAsInt());
                calls.setAffinity(last);
            }
            return new ServerInTrial(calls, before, process);
        } catch (IOException | RuntimeException e) {
            calls.close();
            process.close();
            throw e;
        }
    }

    Target target() {
        return new Target(process.address(), OptionalLong.of(process.pid()));
    }

    void iterationBegins() {
        serverNanos = calls.clockNanos(serverClock);
        clientNanos = calls.clockNanos(Syscalls.CLOCK_THREAD_CPUTIME_ID);
    }

    void iterationEnds() throws IOException {
        long client = calls.clockNanos(Syscalls.CLOCK_THREAD_CPUTIME_ID) - clientNanos;
        long server = calls.clockNanos(serverClock);
        if (server < 0) {
            throw new SyscallException("clock_gettime of the server's process " + process.pid(), (int) -server);
        }
        CpuOfIteration.put(new CpuOfIteration(server - serverNanos, client));
    }

    /** Stops the server; one that does not stop as it should is an error. */
    @Override
    public void close() throws IOException {
        try (calls; process) {
            process.stop();
            calls.setAffinity(before);
        }
    }
}
