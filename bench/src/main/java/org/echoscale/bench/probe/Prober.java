package org.echoscale.bench.probe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.echoscale.bench.probe.Problem.Kind;
import org.echoscale.bench.probe.ProbeResult.Traffic;
import org.echoscale.bench.server.Listening;
import org.jspecify.annotations.Nullable;

/**
 * One probe of one server, by one thread with a selector. First a short message on a connection of its own: does it echo at
 * all? Then all connections at once: each part of a message is sent on each of them before the next part, so a server
 * that stays with one connection is seen to let the others wait. Those are served when the first ones are closed, or it
 * does not echo.
 */
public final class Prober {
    /** Between two parts, when the server does not answer the first: one that reads lines waits for the rest. */
    private static final long PART_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** After so long without a byte, a connection is left waiting and the ones that are served go on. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** The same once it is known that others wait. */
    private static final long SHORT_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final String FAREWELL = "Last message on connection " + ProbePlan.CONNECTION + ".\n";

    private final ProbePlan plan;
    private final Journal journal;
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final List<Connection> all = new ArrayList<>();
    private final List<Connection> waiting = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private List<Connection> served = List.of();
    private boolean oneAtATime;

    private Prober(ProbePlan plan, Journal journal, Selector selector) {
        this.plan = plan;
        this.journal = journal;
        this.selector = selector;
    }

    /**
     * Probes a server. That it does not echo is a result; an exception means that this machine cannot probe.
     *
     * @param watcher told of every step as it happens
     */
    public static ProbeResult probe(ProbePlan plan, Consumer<Step> watcher) throws IOException {
        Journal journal = new Journal(watcher);
        try (Selector selector = Selector.open()) {
            return new Prober(plan, journal, selector).run();
        }
    }

    private ProbeResult run() throws IOException {
        Problem problem = null;
        try {
            check();
            converse();
        } catch (ProbeFailure failure) {
            problem = failure.problem();
            journal.add(problem.connection(), Step.Kind.PROBLEM, problem.text());
        } finally {
            for (Connection connection : all) {
                connection.close();
            }
        }
        return result(problem);
    }

    /** The first check, with a word that no server can know beforehand. */
    private void check() throws IOException, ProbeFailure {
        String word = Long.toHexString(new SplittableRandom().nextLong());
        Connection connection = open(0, Script.of(List.of("echoscale probe " + word + "\n"), 1, 0));
        connection.release(connection.script().messages().getFirst(), 1);
        if (!flow(connection::hasAllBack, plan.timeout().toNanos())) {
            throw connection.stalled(timeoutText());
        }
        connection.close();
    }

    private void converse() throws IOException, ProbeFailure {
        List<String> texts = plan.halfClose()
                ? Stream.concat(plan.messages().stream(), Stream.of(FAREWELL)).toList()
                : plan.messages();
        for (int number = 1; number <= plan.connections(); number++) {
            waiting.add(open(number, Script.of(texts, plan.parts(), number)));
        }
        if (plan.connections() > 1 && plan.messages().stream().noneMatch(text -> text.contains(ProbePlan.CONNECTION))) {
            warnings.add(
                    "each message is the same on every connection, so a reply on the wrong one would not show (put "
                            + ProbePlan.CONNECTION + " into a message)");
        }
        while (!waiting.isEmpty()) {
            served = List.copyOf(waiting);
            waiting.clear();
            serve();
        }
    }

    private Connection open(int number, Script script) throws IOException, ProbeFailure {
        Connection connection = new Connection(number, script, journal);
        all.add(connection);
        connection.connect(plan.server(), selector);
        if (!flow(connection::connected, plan.timeout().toNanos())) {
            throw new ProbeFailure(Kind.NO_CONNECTION, number, "no answer to the attempt to connect within "
                    + timeoutText() + ": the host is down, a firewall is in the way, or the server accepts no more");
        }
        return connection;
    }

    /** Everything on these connections, up to their end, except those that have to wait for others of them. */
    private void serve() throws IOException, ProbeFailure {
        for (int message = 1; message <= plan.messages().size(); message++) {
            for (int part = 1; part <= plan.parts(); part++) {
                for (Connection connection : served) {
                    connection.release(connection.script().messages().get(message - 1), part);
                }
                if (part < plan.parts()) {
                    flow(() -> served.stream().allMatch(Connection::isSettled), PART_PAUSE_NANOS);
                }
            }
            awaitReplies(message);
        }
        if (plan.halfClose()) {
            farewell();
        }
        for (Connection connection : served) {
            connection.close();
        }
    }

    private void awaitReplies(int message) throws IOException, ProbeFailure {
        BooleanSupplier allBack = () -> served.stream().allMatch(connection -> connection.hasBack(message));
        long timeout = plan.timeout().toNanos();
        long patience = Math.min(oneAtATime ? SHORT_PATIENCE_NANOS : PATIENCE_NANOS, timeout / 2);
        if (flow(allBack, patience)) {
            return;
        }
        List<Connection> silent = served.stream().filter(connection -> connection.received() == 0).toList();
        List<Connection> talking = served.stream().filter(connection -> connection.received() > 0).toList();
        if (!silent.isEmpty() && !talking.isEmpty()
                && talking.stream().allMatch(connection -> connection.hasBack(message))) {
            for (Connection connection : silent) {
                journal.add(connection.number(), Step.Kind.WAITING,
                        "nothing has come back yet, while " + names(talking) + " served: it waits");
                connection.onFirstByte(() -> firstByte(connection));
            }
            waiting.addAll(silent);
            served = talking;
        } else if (!flow(allBack, timeout - patience)) {
            throw firstOf(served.stream().filter(connection -> !connection.hasBack(message)).toList());
        }
    }

    private void farewell() throws IOException, ProbeFailure {
        for (Connection connection : served) {
            connection.sayFarewell();
        }
        if (!flow(() -> served.stream().allMatch(Connection::ended), plan.timeout().toNanos())) {
            List<Connection> lossy = served.stream().filter(connection -> !connection.hasAllBack()).toList();
            if (!lossy.isEmpty()) {
                throw firstOf(lossy);
            }
            List<Connection> open = served.stream().filter(connection -> !connection.ended()).toList();
            warnings.add("the server does not end its side after a half-close: no end of stream within " + timeoutText()
                    + " on " + numbers(open));
        }
    }

    private ProbeFailure firstOf(List<Connection> stalled) {
        return stalled.getFirst().stalled(timeoutText());
    }

    /**
     * Lets bytes go both ways on all connections until this is so, or until nothing has moved for so long.
     *
     * @return whether it is so
     */
    private boolean flow(BooleanSupplier done, long quietNanos) throws IOException, ProbeFailure {
        long lastMove = System.nanoTime();
        while (!done.getAsBoolean()) {
            long left = quietNanos - (System.nanoTime() - lastMove);
            if (left <= 0) {
                return false;
            }
            selector.select(TimeUnit.NANOSECONDS.toMillis(left) + 1);
            for (SelectionKey key : selector.selectedKeys()) {
                Connection connection = (Connection) key.attachment();
                connection.turn(buffer, all);
                lastMove = System.nanoTime();
            }
            selector.selectedKeys().clear();
        }
        return true;
    }

    /** Of a connection that waited: for the end of others, or only longer than they? */
    private void firstByte(Connection connection) {
        List<Connection> others = waiting.contains(connection)
                ? served.stream().filter(other -> !other.isOver()).toList()
                : List.of();
        if (others.isEmpty()) {
            oneAtATime = true;
            journal.add(connection.number(), Step.Kind.SERVED, "served now, after "
                    + names(all.stream().filter(other -> other.number() > 0 && other.isOver()).toList()) + " over");
        } else {
            journal.add(connection.number(), Step.Kind.SERVED, "served now, while " + names(others) + " served");
            warnings.add("connection " + connection.number() + " waited long for its first byte, while " + names(others)
                    + " served");
        }
    }

    private ProbeResult result(@Nullable Problem problem) {
        String server = Listening.text(plan.server());
        if (oneAtATime) {
            warnings.addFirst("served one at a time: a connection had to wait until the one before it was over");
        }
        List<Traffic> traffic = all.stream()
                .map(connection -> new Traffic(connection.number(), connection.local(), connection.sent(),
                        connection.received()))
                .toList();
        return new ProbeResult(server, problem == null, oneAtATime, verdict(server, problem), problem, warnings,
                journal.seconds(), traffic, journal.steps());
    }

    private String verdict(String server, @Nullable Problem problem) {
        if (problem != null) {
            return server + " does not echo: "
                    + (problem.connection() == 0 ? "" : "connection " + problem.connection() + ": ")
                    + problem.text();
        }
        long bytes = all.stream().filter(connection -> connection.number() > 0).mapToLong(Connection::received).sum();
        int messages = plan.messages().size() + (plan.halfClose() ? 1 : 0);
        return String.format(Locale.ROOT,
                "%s echoes%s: %d connection%s, %d message%s on each, all %,d bytes came back right", server,
                oneAtATime ? ", one connection at a time" : "", plan.connections(), plan.connections() == 1 ? "" : "s",
                messages, messages == 1 ? "" : "s", bytes);
    }

    private String timeoutText() {
        Duration timeout = plan.timeout();
        return timeout.toMillis() % 1000 == 0 ? timeout.toSeconds() + " s" : timeout.toMillis() + " ms";
    }

    /** {@code connection 1 was}, {@code connections 1 and 3 were}. */
    private static String names(List<Connection> connections) {
        return numbers(connections) + (connections.size() == 1 ? " was" : " were");
    }

    private static String numbers(List<Connection> connections) {
        String last = Integer.toString(connections.getLast().number());
        return connections.size() == 1
                ? "connection " + last
                : "connections " + connections.subList(0, connections.size() - 1)
                        .stream()
                        .map(connection -> Integer.toString(connection.number()))
                        .collect(Collectors.joining(", ")) + " and " + last;
    }
}
