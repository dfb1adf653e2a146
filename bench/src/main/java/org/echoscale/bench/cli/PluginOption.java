package org.echoscale.bench.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.echoscale.bench.plan.Nearest;
import org.echoscale.bench.server.Catalog;
import org.echoscale.core.EchoTransport;
import picocli.CommandLine.Option;

/** {@code --plugin}, for every command that knows transports by name. */
final class PluginOption {
    @Option(names = "--plugin", paramLabel = "JAR", description = "A jar with transports of your own. May be given several times.")
    private final List<Path> plugins = new ArrayList<>();

    Catalog catalog() {
        return Catalog.load(plugins);
    }

    /** The transport of this name, or an error that names the nearest and all others. */
    static EchoTransport find(Catalog catalog, String name) {
        return find(catalog, name, "--transport");
    }

    /** The same for a transport that another option names. */
    static EchoTransport find(Catalog catalog, String name, String option) {
        if (!catalog.transports().names().contains(name)) {
            throw new UsageException(option + ": no transport is named '" + name + "'; "
                    + Nearest.hint(name, catalog.transports().names()));
        }
        return catalog.transports().get(name);
    }
}
