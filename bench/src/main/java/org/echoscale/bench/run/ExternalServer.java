package org.echoscale.bench.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.echoscale.bench.limits.ProcessFiles;
import org.echoscale.bench.load.ConnectionCounts;
import org.echoscale.bench.load.Crowd;
import org.echoscale.bench.load.LoadGenerator;
import org.echoscale.bench.load.OpenConnections;
import org.echoscale.bench.load.Target;
import org.echoscale.bench.server.Listening;
import org.echoscale.core.Support;
import org.echoscale.results.model.Subject;
import org.jspecify.annotations.Nullable;

/**
 * A server that is already running, in whatever language; it takes part as it is, and is never stopped. Each fork meets the
 * same process.
 *
 * @param floor whether it is there to show the least that is possible
 */
public record ExternalServer(String name, Target target, boolean floor) implements Candidate, Running {

    @Override
    public Subject subject() {
        String cpus = allowedCpus().orElse(null);
        return new Subject(name, Subject.Kind.EXTERNAL, mechanism(cpus), List.of(), floor ? Boolean.TRUE : null, cpus);
    }

    /** Empty where its process is not known, or the kernel does not tell. */
    private Optional<String> allowedCpus() {
        return target.pid().isEmpty()
                ? Optional.empty()
                : new ProcessFiles(Path.of("/proc", Long.toString(target.pid().getAsLong()))).allowedCpus();
    }

    private String mechanism(@Nullable String cpus) {
        String where = (floor ? "the floor: " : "") + "an external server at " + target.address().getHostString() + ":"
                + target.address().getPort();
        return where
                + (target.pid().isEmpty() ? ", its process unknown" : ", process " + target.pid().getAsLong())
                + (cpus == null ? "" : ", on CPUs " + cpus);
    }

    /** Why it does not echo; empty when it does. */
    public Optional<String> silence() throws IOException {
        try (LoadGenerator generator = LoadGenerator.start(OptionalInt.empty());
                OpenConnections one = generator.open(target, new Crowd(1, 1, 1, 1))) {
            ConnectionCounts counts = one.counts();
            return counts.alive() == counts.asked()
                    ? Optional.empty()
                    : Optional.of(name + ": no echo from " + Listening.text(target.address()) + ": "
                            + counts.firstFailure());
        }
    }

    @Override
    public Support support() {
        return new Support.Supported("an external server");
    }

    /** It may be one that serves few connections, and its process is as warm as its users made it. */
    @Override
    public boolean startsCold() {
        return false;
    }

    @Override
    public Running start() {
        return this;
    }

    @Override
    public Account account() throws IOException {
        return new OutsideAccount(name, target.pid());
    }

    /** It does not tell when it has noticed; what can be seen of that is waited for before its next {@link #account}. */
    @Override
    public void awaitClosed() {}

    @Override
    public String lastWords() {
        return target.pid().isEmpty() || ProcessHandle.of(target.pid().getAsLong()).isPresent()
                ? ""
                : "; its process " + target.pid().getAsLong() + " has ended";
    }

    @Override
    public void stop() {}

    @Override
    public void kill() {}
}
