package org.echoscale.bench.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.StreamSupport;
import org.echoscale.bench.plan.Nearest;
import org.echoscale.bench.plan.Units;
import org.echoscale.bench.server.Catalog;
import org.echoscale.bench.server.ControlSession;
import org.echoscale.bench.server.Listening;
import org.echoscale.bench.server.ServerLaunch;
import org.echoscale.bench.trace.LiveTrace;
import org.echoscale.bench.trace.StepFormat;
import org.echoscale.bench.trace.StepJson;
import org.echoscale.bench.trace.StepText;
import org.echoscale.core.EchoServer;
import org.echoscale.core.EchoTransport;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.Support.Unsupported;
import org.echoscale.core.trace.LiveSteps;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code serve}: one echo server, until it is told to end. */
@Command(name = "serve", mixinStandardHelpOptions = true, versionProvider = Version.class, description = {
    "Runs an echo server until Ctrl-C or SIGTERM.",
    "The first line it prints is: listening HOST:PORT NAME"}, footerHeading = "%nExamples:%n", footer = {
        "  echoscale serve --transport epoll-et", "  echoscale serve --transport poll --port 7007",
        "  echoscale serve --transport netty-epoll --host 0.0.0.0 --port 7007",
        "  echoscale serve --transport epoll-lt --trace        show each step of its event loop"})
final class ServeCommand implements Callable<Integer> {
    /** Of somebody who waits for the program to end. */
    private static final Duration CLOSE_PATIENCE = Duration.ofMillis(900);

    private final Terminal terminal;

    @Option(names = "--transport", required = true, paramLabel = "NAME", description = "One of those that 'list' shows.")
    private String transport = "";

    @Option(names = "--host", paramLabel = "HOST", description = "Address to listen on. Default: ${DEFAULT-VALUE}, which only this machine can reach.")
    private String host = "127.0.0.1";

    @Option(names = "--port", paramLabel = "PORT", description = "Port to listen on. Default: any that is free.")
    private int port;

    @Option(names = "--backlog", paramLabel = "N", description = "Connections that may wait to be accepted. Default: ${DEFAULT-VALUE}.")
    private String backlog = Integer.toString(ServerOptions.DEFAULT_BACKLOG);

    @Option(names = "--loops", paramLabel = "N", description = "Threads with an event loop. Default: ${DEFAULT-VALUE}.")
    private String loops = "1";

    @Option(names = "--buffer", paramLabel = "BYTES", description = "The most that is read at once: 8192, 8KiB. Default: ${DEFAULT-VALUE}.")
    private String buffer = Integer.toString(ServerOptions.DEFAULT_BUFFER_BYTES);

    @Option(names = "--max-queued", paramLabel = "BYTES", description = "Bytes that may wait for one connection to read them: 262144, 256KiB. Default: ${DEFAULT-VALUE}.")
    private String maxQueued = Integer.toString(ServerOptions.DEFAULT_MAX_QUEUED_BYTES);

    @Option(names = "--trace", arity = "0..1", fallbackValue = "text", paramLabel = "FORMAT", description = "Show the steps of the event loop as they happen: waiting, woken, accepted, received, queued, sent, closing. A line each, as text or, with --trace=json, as JSON.")
    private @Nullable String trace;

    @Option(names = "--control", hidden = true, description = "Answer requests on the standard input; see ControlSession.")
    private boolean control;

    @Mixin
    private final PluginOption plugins = new PluginOption();

    ServeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Catalog catalog = plugins.catalog();
        EchoTransport found = PluginOption.find(catalog, transport);
        if (found.support() instanceof Unsupported no) {
            throw new UsageException("--transport: " + transport + " does not run here: " + no.reason());
        }
        ServerOptions options = options();
        Optional<StepFormat> steps = Optional.ofNullable(trace).map(word -> stepFormat(word, found, catalog, options));
        if (control) {
            if (steps.isPresent()) {
                throw new UsageException("--trace: with --control the standard output is taken");
            }
            return underControl(found, options);
        }
        return ManagementFactory.getRuntimeMXBean().getInputArguments().containsAll(found.jvmArguments())
                ? untilKilled(found, options, steps)
                : inAnotherJvm(ServerLaunch.of(catalog, transport).withOptions(options));
    }

    private StepFormat stepFormat(String word, EchoTransport found, Catalog catalog, ServerOptions options) {
        if (!found.tellsItsSteps()) {
            throw new UsageException("--trace: " + transport + " has no event loop whose steps could be shown; "
                    + "these have: " + String.join(", ", tracedTransports(catalog)));
        }
        if (!LiveSteps.available()) {
            throw new UsageException("--trace: this JVM has no Flight Recorder (jdk.jfr), which it needs");
        }
        return switch (word) {
            case "text" -> new StepText(options.eventLoops() > 1);
            case "json" -> new StepJson();
            default -> throw new UsageException(
                    "--trace: '" + word + "' is no format; " + Nearest.hint(word, List.of("text", "json")));
        };
    }

    private static List<String> tracedTransports(Catalog catalog) {
        return StreamSupport.stream(catalog.transports().spliterator(), false)
                .filter(EchoTransport::tellsItsSteps)
                .map(EchoTransport::name)
                .toList();
    }

    private ServerOptions options() {
        if (port < 0 || port > 65_535) {
            throw new UsageException(
                    "--port: " + port + " is not from 0 to 65535 (0 or leave it out: any that is free)");
        }
        try {
            return new ServerOptions(new InetSocketAddress(InetAddress.getByName(host), port),
                    OptionText.parse("--backlog", backlog, Units::count),
                    OptionText.parse("--loops", loops, Units::count),
                    OptionText.parse("--buffer", buffer, Units::bytes),
                    OptionText.parse("--max-queued", maxQueued, Units::bytes), true);
        } catch (UnknownHostException e) {
            throw new UsageException("--host: '" + host + "' is no address and has none (try 127.0.0.1)", e);
        }
    }

    private int untilKilled(EchoTransport found, ServerOptions options, Optional<StepFormat> steps)
            throws IOException, InterruptedException {
        Optional<LiveTrace> live = steps.map(format -> new LiveTrace(format, terminal.out()));
        EchoServer server;
        try {
            server = start(found, options);
        } catch (IOException e) {
            live.ifPresent(LiveTrace::close);
            throw e;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            close(server);
            live.ifPresent(LiveTrace::close);
        }, "echoscale-close"));
        terminal.out().println(new Listening(server.address(), transport).line());
        if (terminal.out().checkError()) {
            return ExitCode.FINE; // nobody will ever learn where it listens, which is told at the end of the program
        }
        if (!server.address().getAddress().isLoopbackAddress()) {
            terminal.err().println("echoscale: everybody who reaches this machine can use this server");
        }
        if (live.isPresent()) {
            live.get().write();
            live.get().awaitUnwritable();
            return ExitCode.FINE; // that it is unwritable is told at the end of the program
        }
        new CountDownLatch(1).await();
        return ExitCode.FINE;
    }

    /** Closes a server as it should, or leaves it to the end of its process when that takes too long. */
    private void close(EchoServer server) {
        Thread closing = Thread.ofPlatform().daemon().name("echoscale-closing").start(server::close);
        try {
            if (!closing.join(CLOSE_PATIENCE)) {
                terminal.err()
                        .println("echoscale: " + transport + " did not close within " + CLOSE_PATIENCE.toMillis()
                                + " ms; ended all the same");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The protocol has the standard output for itself. */
    private int underControl(EchoTransport found, ServerOptions options) throws IOException {
        System.setOut(System.err);
        try (EchoServer server = start(found, options);
                BufferedReader requests = new BufferedReader(
                        new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            terminal.out().println(new Listening(server.address(), transport).line());
            terminal.out().flush();
            new ControlSession(server, requests, terminal.out()).run();
        }
        return ExitCode.FINE;
    }

    private static EchoServer start(EchoTransport found, ServerOptions options) throws IOException {
        try {
            return found.start(options);
        } catch (IOException e) {
            throw new IOException(
                    found.name() + " cannot listen on " + Listening.text(options.address()) + ": " + e.getMessage()
                            + (isTaken(e) ? "; choose another --port, or 0 for one that is free" : ""),
                    e);
        }
    }

    /** Whether another socket has the port; each I/O library says it in its own words. */
    private static boolean isTaken(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("EADDRINUSE") || message.contains("Address already in use");
    }

    /** For a transport whose JVM needs arguments that this one was not started with. */
    private int inAnotherJvm(ServerLaunch launch) throws IOException, InterruptedException {
        Process server = new ProcessBuilder(launch.command(trace == null ? List.of() : List.of("--trace=" + trace)))
                .inheritIO()
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.destroy();
            server.onExit().join();
        }, "echoscale-close"));
        return server.waitFor();
    }
}
