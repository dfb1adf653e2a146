package org.echoscale.bench.server;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.echoscale.bench.limits.SafepointCounters;
import org.echoscale.core.EchoTransport;
import org.echoscale.core.ServerOptions;

/**
 * How a JVM with a server in it is started.
 *
 * @param transport name of the transport
 * @param transportArguments what the transport asks of its JVM
 * @param plugins jars that the class path needs beside this program
 * @param options of the server; its address is where it listens
 * @param heapBytes size of the heap, which neither grows nor shrinks
 * @param cpus CPUs that the process is confined to; empty for all that this one may use
 */
public record ServerLaunch(String transport, List<String> transportArguments, List<Path> plugins,
        ServerOptions options, long heapBytes, BitSet cpus) {
    /** Enough for any number of connections that a process can open, and small enough to be collected in a moment. */
    public static final long DEFAULT_HEAP_BYTES = 256L * 1024 * 1024;

    /** What this program runs from, and servers that it starts must too. */
    private static final String PROGRAM = System.getProperty("java.class.path");
    private static final ProgramFiles PROGRAM_FILES = ProgramFiles.of(PROGRAM);

    private static final String MAIN_CLASS = "org.echoscale.bench.cli.Main";

    public ServerLaunch {
        transportArguments = List.copyOf(transportArguments);
        plugins = List.copyOf(plugins);
        cpus = (BitSet) cpus.clone();
        if (heapBytes < 8L * 1024 * 1024) {
            throw new IllegalArgumentException("heapBytes " + heapBytes + " < 8 MiB");
        }
    }

    /** A transport of a catalogue on the loopback address, with defaults for the rest. */
    public static ServerLaunch of(Catalog catalog, String transport) {
        EchoTransport found = catalog.transports().get(transport);
        return new ServerLaunch(transport, found.jvmArguments(), catalog.plugins(), ServerOptions.loopback(),
                DEFAULT_HEAP_BYTES, new BitSet());
    }

    public ServerLaunch withCpus(BitSet newCpus) {
        return new ServerLaunch(transport, transportArguments, plugins, options, heapBytes, newCpus);
    }

    public ServerLaunch withOptions(ServerOptions newOptions) {
        return new ServerLaunch(transport, transportArguments, plugins, newOptions, heapBytes, cpus);
    }

    /**
     * What the JVM is started with, for the record: everything that can change a figure is stated, so that no default
     * that depends on the machine is left.
     */
    public List<String> jvmArguments() {
        List<String> arguments = new ArrayList<>(List.of("--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow", "-XX:+UseSerialGC", "-Xms" + heapBytes, "-Xmx" + heapBytes,
                "-XX:+AlwaysPreTouch", "-Xlog:disable", "-Xlog:all=warning:stderr"));
        arguments.addAll(SafepointCounters.JVM_ARGUMENTS);
        arguments.addAll(transportArguments);
        return List.copyOf(arguments);
    }

    /**
     * The whole command line of {@code serve}, with these words after it.
     *
     * @throws IllegalStateException when the program was built anew since this one was started
     */
    public List<String> command(List<String> more) {
        PROGRAM_FILES.requireUnchanged();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmArguments());
        command.addAll(List.of("-cp", classPath(), MAIN_CLASS, "serve", "--transport", transport,
                "--host", options.address().getAddress().getHostAddress(),
                "--port", Integer.toString(options.address().getPort()),
                "--backlog", Integer.toString(options.backlog()),
                "--loops", Integer.toString(options.eventLoops()),
                "--buffer", Integer.toString(options.bufferBytes()),
                "--max-queued", Integer.toString(options.maxQueuedBytes())));
        command.addAll(more);
        return command;
    }

    private String classPath() {
        StringBuilder path = new StringBuilder(PROGRAM);
        for (Path plugin : plugins) {
            path.append(File.pathSeparator).append(plugin);
        }
        return path.toString();
    }
}
