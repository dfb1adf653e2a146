package org.echoscale.bench.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.echoscale.bench.server.Catalog;
import org.echoscale.core.EchoServer;
import org.echoscale.core.EchoTransport;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.Support.Supported;
import org.echoscale.core.trace.Accepted;
import org.echoscale.core.trace.Closing;
import org.echoscale.core.trace.LiveSteps;
import org.echoscale.core.trace.LoopEvent;
import org.echoscale.core.trace.LoopTrace;
import org.echoscale.core.trace.QueueEmpty;
import org.echoscale.core.trace.Queued;
import org.echoscale.core.trace.Received;
import org.echoscale.core.trace.Sent;
import org.echoscale.core.trace.Waiting;
import org.echoscale.core.trace.Woken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every event-driven transport tells its steps, in the order in which they happen. */
@Timeout(60)
class LoopStepsTest {
    private static final int UNREAD = 8 * 1024 * 1024;

    private final List<LoopEvent> steps = new CopyOnWriteArrayList<>();

    /** Without {@code nio-poll}, whose JVM must be started for it: ServeTraceTest has it. */
    static List<String> eventDriven() {
        return StreamSupport.stream(Catalog.load(List.of()).transports().spliterator(), false)
                .filter(EchoTransport::tellsItsSteps)
                .filter(transport -> transport.support() instanceof Supported)
                .map(EchoTransport::name)
                .filter(name -> !name.equals("nio-poll"))
                .toList();
    }

    @Test
    void thoseWithALoopTellAndThoseWithAThreadForEachConnectionDoNot() {
        assertThat(StreamSupport.stream(Catalog.load(List.of()).transports().spliterator(), false)
                .filter(transport -> !transport.tellsItsSteps())
                .map(EchoTransport::name)).containsExactlyInAnyOrder("sequential", "thread-platform", "thread-virtual");
    }

    @ParameterizedTest
    @MethodSource("eventDriven")
    void aMessageIsReceivedAndSentAndAnEndCloses(String transport) throws Exception {
        try (LiveSteps _ = LiveSteps.listen(steps::add); EchoServer server = start(transport)) {
            String peer;
            try (Socket socket = new Socket(server.address().getAddress(), server.address().getPort())) {
                peer = "127.0.0.1:" + socket.getLocalPort();
                socket.getOutputStream().write("Hello, world!".getBytes(StandardCharsets.UTF_8));
                assertThat(socket.getInputStream().readNBytes(13)).hasSize(13);
                await(Sent.class, sent -> sent.left() == 0);
                socket.shutdownOutput();
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
            await(Closing.class, closing -> true);
            assertThat(only(Accepted.class)).singleElement()
                    .satisfies(accepted -> assertThat(accepted.peer()).isEqualTo(peer));
            assertThat(only(Accepted.class).getFirst().connection()).isEqualTo(1);
            assertThat(only(Received.class).stream().mapToInt(Received::bytes).sum()).isEqualTo(13);
            assertThat(only(Received.class)).allSatisfy(received -> {
                assertThat(received.connection()).isEqualTo(1);
                assertThat(received.peer()).isEqualTo(peer);
            });
            assertThat(only(Sent.class).stream().mapToInt(Sent::bytes).sum()).isEqualTo(13);
            assertThat(only(Closing.class)).singleElement().satisfies(closing -> {
                assertThat(closing.reason()).isEqualTo(LoopTrace.END_OF_STREAM);
                assertThat(closing.unsent()).isZero();
                assertThat(closing.peer()).isEqualTo(peer);
            });
            assertThat(indexOf(Accepted.class)).isLessThan(indexOf(Received.class));
            assertThat(indexOf(Received.class)).isLessThan(indexOf(Sent.class));
            assertThat(indexOf(Sent.class)).isLessThan(indexOf(Closing.class));
        }
    }

    @ParameterizedTest
    @MethodSource("eventDriven")
    void eachWaitBeginsAndEndsInTurnAndBeforeWhatItBrought(String transport) throws Exception {
        try (LiveSteps _ = LiveSteps.listen(steps::add); EchoServer server = start(transport)) {
            await(Waiting.class, waiting -> true);
            try (Socket socket = new Socket(server.address().getAddress(), server.address().getPort())) {
                socket.getOutputStream().write(1);
                assertThat(socket.getInputStream().read()).isEqualTo(1);
                await(Waiting.class, waiting -> waiting.watched() >= 2); // the listener and the connection
            }
            await(Closing.class, closing -> true);
        }
        List<LoopEvent> waits = steps.stream()
                .filter(step -> step instanceof Waiting || step instanceof Woken)
                .toList();
        for (int i = 0; i < waits.size(); i++) {
            assertThat(waits.get(i)).as("step %d of %s", i, waits)
                    .isInstanceOf(i % 2 == 0 ? Waiting.class : Woken.class);
        }
        boolean awake = false;
        for (LoopEvent step : steps) {
            switch (step) {
                case Waiting _ -> awake = false;
                case Woken woken -> {
                    awake = true;
                    if (!transport.startsWith("netty-")) { // Netty's own descriptors are not among its channels
                        assertThat(woken.ready()).isBetween(0, woken.watched());
                    }
                }
                case Received _,Accepted _ -> assertThat(awake).as("awake at %s", step.getClass()).isTrue();
                default -> {
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("eventDriven")
    void whatIsClosedIsNotWatchedAnyMore(String transport) throws Exception {
        try (LiveSteps _ = LiveSteps.listen(steps::add); EchoServer server = start(transport)) {
            for (int i = 0; i < 3; i++) {
                try (Socket socket = new Socket(server.address().getAddress(), server.address().getPort())) {
                    socket.getOutputStream().write(1);
                    assertThat(socket.getInputStream().read()).isEqualTo(1);
                }
                int closed = i + 1;
                await(Closing.class, closing -> closing.connection() == closed);
                int from = steps.indexOf(only(Closing.class).getLast());
                int alone = lastBefore(indexOf(Accepted.class)).watched();
                await(Waiting.class, waiting -> waiting.watched() == alone && steps.indexOf(waiting) > from);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("eventDriven")
    void whatAPeerDoesNotReadIsQueuedUntilTheQueueIsFullAndEmptyAgain(String transport) throws Exception {
        try (LiveSteps _ = LiveSteps.listen(steps::add);
                EchoServer server = start(transport);
                Socket socket = new Socket(server.address().getAddress(), server.address().getPort())) {
            Thread writer = Thread.startVirtualThread(() -> {
                try {
                    socket.getOutputStream().write(new byte[UNREAD]);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            await(Queued.class, queued -> !queued.stillRead());
            InputStream in = socket.getInputStream();
            assertThat(in.readNBytes(UNREAD)).hasSize(UNREAD);
            writer.join();
            await(QueueEmpty.class, empty -> true);
            await(Sent.class, last -> only(Sent.class).stream().mapToLong(Sent::bytes).sum() == UNREAD);
        }
        assertThat(only(Queued.class)).allSatisfy(queued -> {
            assertThat(queued.bytes()).isPositive();
            assertThat(queued.inQueue()).isGreaterThanOrEqualTo(queued.bytes());
        });
        assertThat(indexOf(Queued.class)).isLessThan(indexOf(QueueEmpty.class));
    }

    @ParameterizedTest
    @MethodSource("eventDriven")
    void aResetClosesWithItsError(String transport) throws Exception {
        try (LiveSteps _ = LiveSteps.listen(steps::add); EchoServer server = start(transport)) {
            try (Socket socket = new Socket(server.address().getAddress(), server.address().getPort())) {
                socket.getOutputStream().write(1);
                assertThat(socket.getInputStream().read()).isEqualTo(1);
                socket.setSoLinger(true, 0); // closing resets
            }
            await(Closing.class, closing -> true);
            assertThat(only(Closing.class)).singleElement()
                    .satisfies(closing -> assertThat(closing.reason()).containsIgnoringCase("reset"));
        }
    }

    @ParameterizedTest
    @MethodSource("eventDriven")
    void aServerThatEndsClosesWhatIsOpen(String transport) throws Exception {
        try (LiveSteps _ = LiveSteps.listen(steps::add)) {
            EchoServer server = start(transport);
            try (Socket socket = new Socket(server.address().getAddress(), server.address().getPort())) {
                socket.getOutputStream().write(1);
                assertThat(socket.getInputStream().read()).isEqualTo(1);
                server.close();
            } finally {
                server.close();
            }
        }
        assertThat(only(Closing.class)).singleElement()
                .satisfies(closing -> assertThat(closing.reason()).isEqualTo(LoopTrace.SERVER_ENDS));
    }

    @ParameterizedTest
    @MethodSource("eventDriven")
    void connectionsAreNumberedAcrossTheLoopsOfAServer(String transport) throws Exception {
        try (LiveSteps _ = LiveSteps.listen(steps::add);
                EchoServer server = Catalog.load(List.of())
                        .transports()
                        .get(transport)
                        .start(ServerOptions.loopback().withEventLoops(2));
                Socket first = new Socket(server.address().getAddress(), server.address().getPort());
                Socket second = new Socket(server.address().getAddress(), server.address().getPort())) {
            for (Socket socket : List.of(first, second)) {
                socket.getOutputStream().write(1);
                assertThat(socket.getInputStream().read()).isEqualTo(1);
            }
            assertThat(only(Accepted.class)).extracting(Accepted::connection).containsExactlyInAnyOrder(1L, 2L);
        }
    }

    private static EchoServer start(String transport) throws IOException {
        return Catalog.load(List.of()).transports().get(transport).start(ServerOptions.loopback());
    }

    private <T extends LoopEvent> List<T> only(Class<T> kind) {
        return steps.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private Waiting lastBefore(int step) {
        return steps.subList(0, step)
                .stream()
                .filter(Waiting.class::isInstance)
                .map(Waiting.class::cast)
                .reduce((_, later) -> later)
                .orElseThrow();
    }

    private int indexOf(Class<? extends LoopEvent> kind) {
        for (int i = 0; i < steps.size(); i++) {
            if (kind.isInstance(steps.get(i))) {
                return i;
            }
        }
        return Integer.MAX_VALUE;
    }

    private <T extends LoopEvent> void await(Class<T> kind, Predicate<T> as) throws InterruptedException {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (only(kind).stream().noneMatch(as)) {
            assertThat(System.nanoTime()).as("%s among %d steps", kind.getSimpleName(), steps.size())
                    .isLessThan(deadline);
            Thread.sleep(1);
        }
    }
}
