package org.echoscale.bench.prove;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.echoscale.bench.server.Catalog;
import org.echoscale.bench.server.ServerLaunch;
import org.echoscale.bench.server.ServerProcess;

/**
 * Proves the ruler on this machine, with real server processes.
 *
 * @param stall the run with a stop in it
 * @param faults which to try
 * @param tries how often each is put in
 * @param cleanTrials how many trials there are without one
 * @param seed where what is random comes from
 */
public record Prover(StallPlan stall, List<Fault> faults, int tries, int cleanTrials, long seed) {
    private static final Duration START_DEADLINE = Duration.ofSeconds(20);
    private static final int FEWEST_CLEAN_TRIALS = 10;

    public Prover {
        faults = List.copyOf(faults);
        if (tries < 1) {
            throw new IllegalArgumentException("tries " + tries + " < 1");
        }
    }

    /** Each fault so often, and as many clean trials, but ten at least. */
    public static Prover usual(int tries, long seed) {
        return new Prover(StallPlan.usual(), List.of(Fault.values()), tries, Math.max(FEWEST_CLEAN_TRIALS, tries),
                seed);
    }

    /** A shorter stop, and fewer clean trials. */
    public static Prover quick(int tries, long seed) {
        return new Prover(StallPlan.quick(), List.of(Fault.values()), tries, Math.max(3, tries), seed);
    }

    /**
     * Does it.
     *
     * @param progress is told what comes next, a line each
     * @throws IOException when it could not be tried
     */
    public Proof prove(Catalog catalog, Consumer<String> progress) throws IOException {
        return prove(catalog, Ruler.own(), progress);
    }

    /** Does it with another ruler under the load of faults. The stop is always measured by our own. */
    public Proof prove(Catalog catalog, Ruler ruler, Consumer<String> progress) throws IOException {
        StallProof stalled = StallRun.prove(catalog, stall, seed, progress);
        FaultProof caught = proveFaults(catalog, ruler, progress);
        return new Proof(seed, stalled, caught, stalled.proven() && caught.proven());
    }

    private FaultProof proveFaults(Catalog catalog, Ruler ruler, Consumer<String> progress) throws IOException {
        try (ServerProcess server = ServerProcess.start(ServerLaunch.of(catalog, stall.transport()), START_DEADLINE)) {
            FaultProof proof = new FaultRun(ruler, server.address(), seed).prove(faults, tries, cleanTrials, progress);
            server.stop();
            return proof;
        }
    }
}
