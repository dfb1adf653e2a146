package org.echoscale.bench.run;

import java.io.IOException;
import java.time.Duration;
import java.util.BitSet;
import org.echoscale.bench.server.Catalog;
import org.echoscale.bench.server.ServerLaunch;
import org.echoscale.bench.server.ServerProcess;
import org.echoscale.core.Support;
import org.echoscale.results.model.Subject;

/**
 * A transport of ours or of a plugin: each start is a process of its own.
 *
 * @param cpus those that the process is confined to; none to leave it free
 */
record TransportCandidate(Catalog catalog, String name, BitSet cpus) implements Candidate {
    private static final Duration START_DEADLINE = Duration.ofSeconds(20);

    @Override
    public Subject subject() {
        String mechanism = switch (support()) {
            case Support.Supported supported -> supported.mechanism();
            case Support.Unsupported unsupported -> "unsupported here: " + unsupported.reason();
        };
        return new Subject(name,
                catalog.fromPlugins().contains(name) ? Subject.Kind.PLUGIN : Subject.Kind.BUILT_IN, mechanism,
                ServerLaunch.of(catalog, name).jvmArguments());
    }

    @Override
    public Support support() {
        return catalog.transports().get(name).support();
    }

    @Override
    public Running start() throws IOException {
        return new ControlledServer(
                ServerProcess.start(ServerLaunch.of(catalog, name).withCpus(cpus), START_DEADLINE));
    }
}
