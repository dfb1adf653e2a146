package org.echoscale.bench.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;
import org.echoscale.bench.server.Catalog;
import org.echoscale.core.EchoTransport;
import org.echoscale.core.Support;
import org.echoscale.core.Support.Supported;
import org.echoscale.core.Support.Unsupported;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code list}: which transports there are, and which of them run here. */
@Command(name = "list", mixinStandardHelpOptions = true, versionProvider = Version.class, description = "Lists the transports: name, whether it runs here, its own limit on connections, mechanism.", footerHeading = "%nExamples:%n", footer = {
    "  echoscale list", "  echoscale list --json", "  echoscale list --plugin my-transport.jar"})
final class ListCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private final PluginOption plugins = new PluginOption();

    ListCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Catalog catalog = plugins.catalog();
        List<Row> rows = StreamSupport.stream(catalog.transports().spliterator(), false)
                .map(transport -> Row.of(transport, catalog.fromPlugins().contains(transport.name())))
                .toList();
        terminal.out().println(json ? Json.text(rows) : table(rows));
        return ExitCode.FINE;
    }

    private static String table(List<Row> rows) {
        TextTable table = new TextTable("NAME", "RUNS HERE", "LIMIT", "MECHANISM");
        for (Row row : rows) {
            table.row(row.name, row.supported ? "yes" : "no",
                    row.connectionLimit == null ? "-" : row.connectionLimit.toString(),
                    row.mechanism != null ? row.mechanism : String.valueOf(row.reason));
        }
        return String.join(System.lineSeparator(), table.lines());
    }

    /**
     * A transport as it is listed.
     *
     * @param mechanism absent when it does not run here
     * @param connectionLimit absent when it has no limit of its own
     * @param service whether it serves all connections at once; absent when it does not run here
     * @param threadsPerConnection platform threads that it takes for each connection; absent when it does not run here
     * @param reason why it does not run here; absent when it does
     * @param plugin whether it came with a plugin
     */
    private record Row(String name, boolean supported, @Nullable String mechanism, @Nullable Integer connectionLimit,
            Support.@Nullable Service service, @Nullable Integer threadsPerConnection, @Nullable String reason,
            List<String> jvmArguments, boolean plugin) {

        static Row of(EchoTransport transport, boolean plugin) {
            return switch (transport.support()) {
                case Supported yes -> new Row(transport.name(), true, yes.mechanism(),
                        yes.connectionLimit() == Support.UNLIMITED ? null : yes.connectionLimit(), yes.service(),
                        yes.threadsPerConnection(), null,
                        transport.jvmArguments(), plugin);
                case Unsupported no -> new Row(transport.name(), false, null, null, null, null, no.reason(),
                        transport.jvmArguments(), plugin);
            };
        }
    }
}
