package org.echoscale.bench.run;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Consumer;
import org.echoscale.bench.load.ConnectionCounts;
import org.echoscale.bench.load.Crowd;
import org.echoscale.bench.load.LoadGenerator;
import org.echoscale.bench.load.LoadResult;
import org.echoscale.bench.load.OpenConnections;
import org.echoscale.bench.load.Target;
import org.echoscale.bench.server.Catalog;
import org.echoscale.bench.server.ServerLaunch;
import org.echoscale.bench.server.ServerProcess;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Measurement.Slice;

/**
 * Servers compared side by side: all are up with all connections open, and short slices of closed-loop load go to one after
 * the other, in a new random order each round. A drift of the machine falls on all of them, and the ratios within a round
 * are far quieter than the figures themselves. A fork is a set of fresh server processes.
 */
public final class SideBySide {
    private static final Duration START_DEADLINE = Duration.ofSeconds(20);
    /** Descriptors that the generator can spend on connections; above, idle ones go to processes of their own. */
    private static final int MOST_IN_ONE_PROCESS = 18_000;

    private final Catalog catalog;
    private final List<String> transports;
    private final Map<String, Target> externals;
    private final Settings settings;
    private final Placement placement;
    private final Consumer<String> progress;

    /**
     * What is compared how.
     *
     * @param connections open on each server
     * @param active those that carry messages
     * @param rounds slices of each server in a fork
     * @param slice length of a slice
     * @param warmUp load on each server before the first round
     */
    public record Settings(int connections, int active, int payloadBytes, int forks, int rounds, Duration slice,
            Duration warmUp, long seed) {
        public Settings {
            if (active < 1 || active > connections) {
                throw new IllegalArgumentException("active " + active + " is not from 1 to connections " + connections);
            }
        }
    }

    /**
     * One slice on one server.
     *
     * @param fork and {@code round} count from 1
     * @param serverCpuNanos of the whole server process
     * @param generatorCpuNanos of the generator's thread
     * @param p50Nanos median round trip
     */
    public record Sample(String server, int fork, int round, long messages, long nanos, long serverCpuNanos,
            long generatorCpuNanos, long p50Nanos, long allocatedBytes) {
        public double serverMicros() {
            return serverCpuNanos / 1e3 / messages;
        }

        public double generatorMicros() {
            return generatorCpuNanos / 1e3 / messages;
        }

        /** Server CPU ÷ generator CPU: what varies with the machine varies in both. */
        public double quotient() {
            return (double) serverCpuNanos / generatorCpuNanos;
        }
    }

    /** One server with its connections. */
    private record Arm(String name, OpenConnections open) {}

    /**
     * @param externals servers that are already running, by name
     */
    public SideBySide(Catalog catalog, List<String> transports, Map<String, Target> externals, Settings settings,
            Consumer<String> progress) throws IOException {
        this.catalog = catalog;
        this.transports = List.copyOf(transports);
        this.externals = new LinkedHashMap<>(externals);
        this.settings = settings;
        this.placement = Placement.onThisMachine();
        this.progress = progress;
    }

    /** Measures all forks. */
    public List<Sample> run() throws IOException {
        List<Sample> samples = new ArrayList<>();
        for (int fork = 1; fork <= settings.forks(); fork++) {
            runFork(fork, samples);
        }
        return samples;
    }

    private void runFork(int fork, List<Sample> samples) throws IOException {
        Random random = new Random(settings.seed() + fork);
        List<AutoCloseable> toClose = new ArrayList<>();
        try {
            LoadGenerator generator = LoadGenerator.start(placement.generator());
            toClose.add(generator); // first in, so last to be closed
            Map<String, Target> targets = new LinkedHashMap<>(externals);
            for (String transport : transports) {
                ServerProcess server = ServerProcess
                        .start(ServerLaunch.of(catalog, transport).withCpus(placement.server()), START_DEADLINE);
                toClose.add(server);
                targets.put(transport, new Target(server.address(), OptionalLong.of(server.pid())));
            }
            boolean holders = (long) targets.size() * settings.connections() > MOST_IN_ONE_PROCESS;
            int idle = settings.connections() - settings.active();
            Map<String, Holder> held = new LinkedHashMap<>();
            List<Arm> arms = new ArrayList<>();
            for (Map.Entry<String, Target> entry : targets.entrySet()) {
                if (holders && idle > 0) {
                    Holder holder = Holder.open(entry.getValue().address(), idle);
                    toClose.add(holder);
                    held.put(entry.getKey(), holder);
                }
                Crowd crowd = new Crowd(holders ? settings.active() : settings.connections(), settings.active(),
                        settings.payloadBytes(), settings.seed() + fork);
                OpenConnections open = generator.open(entry.getValue(), crowd);
                toClose.add(open);
                requireAlive(entry.getKey(), open.counts());
                arms.add(new Arm(entry.getKey(), open));
            }
            Load load = new Load.Closed(1);
            for (Arm arm : arms) {
                progress.accept("fork " + fork + " of " + settings.forks() + ": warming up " + arm.name());
                arm.open().warmUp(load, settings.warmUp(), settings.warmUp());
            }
            progress.accept("fork " + fork + " of " + settings.forks() + ": " + settings.rounds() + " rounds of "
                    + arms.size() + " slices");
            for (int round = 1; round <= settings.rounds(); round++) {
                Collections.shuffle(arms, random);
                for (Arm arm : arms) {
                    samples.add(sample(arm, fork, round, arm.open().measure(load, settings.slice())));
                }
            }
            for (Arm arm : arms) {
                requireAlive(arm.name(), arm.open().verifyAlive());
            }
            for (Holder holder : held.values()) {
                holder.verify(idle);
            }
        } finally {
            closeAll(toClose);
        }
    }

    private static Sample sample(Arm arm, int fork, int round, LoadResult result) throws IOException {
        if (result.messages().missing() > 0 || result.messages().corrupt() > 0) {
            throw new IOException(arm.name() + ": " + result.messages().missing() + " replies missing, "
                    + result.messages().corrupt() + " wrong");
        }
        if (result.messages().received() == 0) {
            throw new IOException(arm.name() + ": no reply within a slice; make it longer");
        }
        long serverCpu = 0;
        for (Slice slice : result.slices()) {
            Long part = slice.serverCpuNanos();
            if (part == null) {
                throw new IOException(arm.name() + ": its process has no CPU clock; is its pid right?");
            }
            serverCpu += part;
        }
        return new Sample(arm.name(), fork, round, result.messages().received(), result.durationNanos(), serverCpu,
                result.generator().threadCpuNanos(), result.latency().getValueAtPercentile(50),
                result.generator().allocatedBytes());
    }

    private static void requireAlive(String name, ConnectionCounts counts) throws IOException {
        if (counts.alive() < counts.asked()) {
            throw new IOException(name + ": " + counts.alive() + " of " + counts.asked()
                    + " connections alive; the first that failed: "
                    + counts.firstFailure());
        }
    }

    private static void closeAll(List<AutoCloseable> toClose) throws IOException {
        Collections.reverse(toClose);
        IOException failure = null;
        for (AutoCloseable one : toClose) {
            try {
                one.close();
            } catch (Exception e) {
                failure = failure == null ? new IOException("closing " + one + ": " + e.getMessage(), e) : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** The median of some values, at least one. */
    public static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
