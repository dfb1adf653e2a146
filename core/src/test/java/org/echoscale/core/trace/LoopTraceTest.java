package org.echoscale.core.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import jdk.jfr.EventType;
import jdk.jfr.Recording;
import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class LoopTraceTest {
    static final List<Class<? extends LoopEvent>> KINDS = LiveSteps.KINDS;

    private static final TracedConnection THIRD = new TracedConnection() {
        @Override
        public long number() {
            return 3;
        }

        @Override
        public String peer() {
            return "127.0.0.1:40312";
        }
    };

    /** Fails when it is asked: nobody who is not recording may ask. */
    private static final TracedConnection UNASKED = new TracedConnection() {
        @Override
        public long number() {
            throw new AssertionError("asked for its number");
        }

        @Override
        public String peer() {
            throw new AssertionError("asked for its peer");
        }
    };

    @Test
    void whatIsRecordedHasEveryFieldAndTheLoopsThread(@TempDir Path folder) throws Exception {
        List<RecordedEvent> events = recorded(folder, LoopTraceTest::allSteps, KINDS);
        assertThat(events).extracting(event -> event.getEventType().getName())
                .containsExactly("org.echoscale.Waiting", "org.echoscale.Woken", "org.echoscale.Accepted",
                        "org.echoscale.Refused", "org.echoscale.AcceptFailed", "org.echoscale.Received",
                        "org.echoscale.Queued", "org.echoscale.Sent", "org.echoscale.QueueEmpty",
                        "org.echoscale.Closing");
        assertThat(events).allSatisfy(event -> assertThat(event.getThread().getJavaName())
                .isEqualTo(Thread.currentThread().getName()));
        assertThat(events.get(0).getDuration("timeout")).isEqualTo(Duration.ofMillis(50));
        assertThat(events.get(0).getInt("watched")).isEqualTo(5);
        assertThat(events.get(1).getInt("ready")).isEqualTo(2);
        assertThat(events.get(1).getDuration()).isPositive();
        assertThat(events.get(2).getLong("connection")).isEqualTo(3);
        assertThat(events.get(3).getString("reason")).isEqualTo("too high");
        assertThat(events.get(4).getString("reason")).isEqualTo("EMFILE");
        assertThat(events.get(5).getString("peer")).isEqualTo("127.0.0.1:40312");
        assertThat(events.get(5).getInt("bytes")).isEqualTo(13);
        assertThat(events.get(6).getLong("inQueue")).isEqualTo(20);
        assertThat(events.get(6).getBoolean("stillRead")).isFalse();
        assertThat(events.get(7).getLong("left")).isEqualTo(8);
        assertThat(events.get(9).getString("reason")).isEqualTo(LoopTrace.END_OF_STREAM);
        assertThat(events.get(9).getLong("unsent")).isEqualTo(7);
    }

    @Test
    void onlyTheKindsAskedForAreRecorded(@TempDir Path folder) throws Exception {
        assertThat(recorded(folder, LoopTraceTest::allSteps, List.of(Sent.class)))
                .extracting(event -> event.getEventType().getName())
                .containsExactly("org.echoscale.Sent");
    }

    @Test
    void aRecordingOfSomethingElseHasNoStepsAndAsksNoConnection(@TempDir Path folder) throws Exception {
        assertThat(recorded(folder, () -> {
            assertThat(LoopTrace.tellsWaits()).isFalse();
            assertThat(LoopTrace.waiting(1, 0)).isNull();
            LoopTrace.accepted(UNASKED);
            LoopTrace.received(UNASKED, 1);
            LoopTrace.queued(UNASKED, 1, 1, true);
            LoopTrace.sent(UNASKED, 1, 0);
            LoopTrace.queueEmpty(UNASKED);
            LoopTrace.closing(UNASKED, "", 0);
        }, List.of())).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void eachKindIsDescribedForMissionControlAndOffByDefault(Class<? extends LoopEvent> kind) {
        EventType type = EventType.getEventType(kind);
        assertThat(type.getName()).isEqualTo("org.echoscale." + kind.getSimpleName());
        assertThat(type.getLabel()).isNotBlank();
        assertThat(type.getDescription()).isNotBlank();
        assertThat(type.getCategoryNames()).containsExactly("Echoscale", "Event Loop");
        assertThat(type.isEnabled()).isFalse();
        assertThat(type.getSettingDescriptors()).anySatisfy(setting -> {
            assertThat(setting.getName()).isEqualTo("enabled");
            assertThat(setting.getDefaultValue()).isEqualTo("false");
        });
        assertThat(type.getFields()).extracting(ValueDescriptor::getLabel).doesNotContainNull();
        assertThat(type.getFields()).filteredOn(field -> field.getName().matches("bytes|left|inQueue|unsent"))
                .allSatisfy(field -> assertThat(field.getContentType()).isEqualTo("jdk.jfr.DataAmount"));
    }

    @Test
    void aListenerIsToldAtOnceAndNoMoreOnceItHasClosed() {
        List<LoopEvent> told = new ArrayList<>();
        try (LiveSteps _ = LiveSteps.listen(told::add)) {
            LoopTrace.received(THIRD, 13);
            assertThat(told).singleElement().isInstanceOfSatisfying(Received.class, received -> {
                assertThat(received.connection()).isEqualTo(3);
                assertThat(received.bytes()).isEqualTo(13);
            });
            assertThatThrownBy(() -> LiveSteps.listen(told::add)).hasMessageContaining("already");
        }
        LoopTrace.received(UNASKED, 13);
        assertThat(told).hasSize(1);
        LiveSteps.listen(told::add).close();
    }

    @Test
    void aWaitIsForeverOrUnknownOrSoLong() {
        List<LoopEvent> told = new ArrayList<>();
        try (LiveSteps _ = LiveSteps.listen(told::add)) {
            LoopTrace.waiting(1, LoopTrace.FOREVER);
            LoopTrace.waiting(1, LoopTrace.UNKNOWN);
            LoopTrace.woken(LoopTrace.waiting(1, 50), LoopTrace.UNKNOWN);
        }
        assertThat(told).filteredOn(Waiting.class::isInstance)
                .extracting(event -> ((Waiting) event).timeoutMillis())
                .containsExactly(LoopTrace.FOREVER, LoopTrace.UNKNOWN, 50);
        assertThat(((Woken) told.getLast()).ready()).isEqualTo(LoopTrace.UNKNOWN);
    }

    @Test
    void aWriteThatTookNothingIsNoStep() {
        List<LoopEvent> told = new ArrayList<>();
        try (LiveSteps _ = LiveSteps.listen(told::add)) {
            LoopTrace.sent(THIRD, 0, 100);
        }
        assertThat(told).isEmpty();
    }

    @Test
    void aPeerIsAnAddressAndAPort() throws Exception {
        assertThat(LoopTrace.peer(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 7)))
                .isEqualTo("127.0.0.1:7");
        assertThat(LoopTrace.peer(new InetSocketAddress(InetAddress.ofLiteral("::1"), 7)))
                .isEqualTo("[0:0:0:0:0:0:0:1]:7");
        assertThat(LoopTrace.peer(null)).isEqualTo("unknown");
    }

    private static void allSteps() {
        Woken wait = LoopTrace.waiting(5, 50);
        LoopTrace.woken(wait, 2);
        LoopTrace.accepted(THIRD);
        LoopTrace.refused(1024, "too high");
        LoopTrace.acceptFailed("EMFILE");
        LoopTrace.received(THIRD, 13);
        LoopTrace.queued(THIRD, 13, 20, false);
        LoopTrace.sent(THIRD, 12, 8);
        LoopTrace.queueEmpty(THIRD);
        LoopTrace.closing(THIRD, LoopTrace.END_OF_STREAM, 7);
    }

    private static List<RecordedEvent> recorded(Path folder, Runnable steps, List<Class<? extends LoopEvent>> kinds)
            throws Exception {
        Path file = folder.resolve("steps.jfr");
        try (Recording recording = new Recording()) {
            kinds.forEach(recording::enable);
            recording.start();
            steps.run();
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file)
                .stream()
                .filter(event -> event.getEventType().getName().startsWith("org.echoscale."))
                .sorted(Comparator.comparing(RecordedEvent::getEndTime))
                .toList();
    }
}
