package org.echoscale.bench.cli;

import java.io.IOException;
import java.util.Locale;
import java.util.SplittableRandom;
import org.echoscale.bench.prove.Proof;
import org.echoscale.bench.prove.Prover;
import org.echoscale.bench.server.Catalog;
import org.echoscale.syscalls.Syscalls;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --prove} and what belongs to it: the ruler proves itself on this machine. */
final class ProveOptions {
    @Option(names = "--prove", description = "Prove the ruler instead: stop a server for a known time and compare with the analytic answer; put faults into replies and see that each is caught.")
    private boolean prove;

    @Option(names = "--quick", description = "A shorter stop, and one try of each fault.")
    private boolean quick;

    @Option(names = "--tries", paramLabel = "COUNT", description = "Tries of each fault. Default: 3, or 1 with --quick.")
    private @Nullable Integer tries;

    @Option(names = "--seed", paramLabel = "NUMBER", description = "Repeats the random choices of another proof.")
    private @Nullable Long seed;

    /** Proves and prints. Returns the exit code that the outcome deserves. */
    int run(Terminal terminal, Catalog catalog, boolean json) throws IOException {
        if (!prove) {
            throw new UsageException("--quick, --tries and --seed belong to --prove; add it");
        }
        Syscalls.unavailable().ifPresent(reason -> {
            throw new UsageException("--prove: the load generator cannot work here: " + reason);
        });
        Proof proof = prover().prove(catalog, step -> terminal.err().println("proving: " + step));
        return show(proof, terminal, json);
    }

    static int show(Proof proof, Terminal terminal, boolean json) {
        if (json) {
            terminal.out().println(Json.text(proof));
        } else {
            new ProofText(proof).lines().forEach(terminal.out()::println);
        }
        return proof.proven() ? ExitCode.FINE : ExitCode.INVALID;
    }

    private Prover prover() {
        int each = tries == null ? quick ? 1 : 3 : tries;
        if (each < 1 || each > 100_000) {
            throw new UsageException(
                    String.format(Locale.ROOT, "--tries: %d is not from 1 to 100000 (try 100)", each));
        }
        long random = seed == null ? new SplittableRandom().nextInt(1, Integer.MAX_VALUE) : seed;
        return quick ? Prover.quick(each, random) : Prover.usual(each, random);
    }
}
