package org.echoscale.bench.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.echoscale.core.trace.LiveSteps;
import org.echoscale.core.trace.LoopEvent;
import org.echoscale.core.trace.LoopTrace;
import org.echoscale.core.trace.TracedConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(30)
class LiveTraceTest {
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

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void eachStepIsALineForPeople() {
        assertThat(written(new StepText(false), LiveTraceTest::allSteps)).extracting(line -> line.substring(16))
                .containsExactly("waiting: 5 watched", "waiting: 5 watched, only looking",
                        "waiting: 5 watched, at most 50 ms", "woken: 2 ready of 5", "waiting: 5 watched",
                        "woken: some ready of 5", "accepted 127.0.0.1:40312 (connection 3)",
                        "refused descriptor 1024: too high to be watched", "accepting failed: EMFILE",
                        "received 13 bytes from 127.0.0.1:40312 (connection 3)",
                        "queued 1 byte for 127.0.0.1:40312 (connection 3): 20 bytes in the queue",
                        "queued 1 byte for 127.0.0.1:40312 (connection 3): 21 bytes in the queue, which is full: "
                                + "not read until it is empty",
                        "sent 12 bytes to 127.0.0.1:40312 (connection 3): 9 bytes in the queue",
                        "sent 9 bytes to 127.0.0.1:40312 (connection 3)",
                        "queue empty for 127.0.0.1:40312 (connection 3)",
                        "closing 127.0.0.1:40312 (connection 3): the peer sends no more",
                        "closing 127.0.0.1:40312 (connection 3): Broken pipe; 7 bytes never sent");
    }

    @Test
    void timeIsInSecondsAndSeveralLoopsAreToldApart() {
        assertThat(new StepText(true).line(new Step(1_204_113_999, "poll-loop-1", event(), 0)))
                .isEqualTo("    1.204114 s  poll-loop-1  accepting failed: EMFILE");
    }

    @Test
    void eachStepIsAnObjectForPrograms() {
        List<JsonNode> lines = written(new StepJson(), LiveTraceTest::allSteps).stream()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
        assertThat(lines).extracting(line -> line.get("step").asString())
                .containsExactly("waiting", "waiting", "waiting", "woken", "waiting", "woken", "accepted", "refused",
                        "accept-failed", "received", "queued", "queued", "sent", "sent", "queue-empty", "closing",
                        "closing");
        assertThat(lines).allSatisfy(line -> {
            assertThat(line.get("nanos").isIntegralNumber()).isTrue();
            assertThat(line.get("loop").asString()).isEqualTo(Thread.currentThread().getName());
        });
        assertThat(lines.get(0).has("timeoutMillis")).isFalse();
        assertThat(lines.get(2).get("timeoutMillis").asInt()).isEqualTo(50);
        assertThat(lines.get(5).has("ready")).isFalse();
        assertThat(lines.get(9).get("connection").asLong()).isEqualTo(3);
        assertThat(lines.get(9).get("peer").asString()).isEqualTo("127.0.0.1:40312");
        assertThat(lines.get(9).get("bytes").asInt()).isEqualTo(13);
        assertThat(lines.get(11).get("stillRead").asBoolean()).isFalse();
        assertThat(lines.get(16).get("unsent").asLong()).isEqualTo(7);
    }

    @Test
    void stepsThatFindTheQueueFullAreCountedAndSaidSo() {
        PrintStream to = new PrintStream(out, true, StandardCharsets.UTF_8);
        try (LiveTrace trace = new LiveTrace(new StepText(false), to, 2)) {
            for (int i = 0; i < 5; i++) {
                LoopTrace.received(THIRD, i + 1); // nobody writes yet: two are taken
            }
            trace.write();
            awaitLines(2);
            LoopTrace.received(THIRD, 6);
        }
        assertThat(out.toString(StandardCharsets.UTF_8).lines().map(line -> line.substring(16)))
                .containsExactly("received 1 byte from 127.0.0.1:40312 (connection 3)",
                        "received 2 bytes from 127.0.0.1:40312 (connection 3)",
                        "... 3 steps are not shown: they came faster than they could be written",
                        "received 6 bytes from 127.0.0.1:40312 (connection 3)");
        assertThat(JsonMapper.shared().readTree(new StepJson().skipped(new Step(7, "loop", event(), 3))))
                .isEqualTo(JsonMapper.shared().readTree("{\"nanos\":7,\"step\":\"skipped\",\"steps\":3}"));
    }

    @Test
    void anOutputThatTakesNothingEndsTheTrace() throws Exception {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        try (LiveTrace trace = new LiveTrace(new StepText(false),
                new PrintStream(full, true, StandardCharsets.UTF_8))) {
            trace.write();
            LoopTrace.received(THIRD, 1);
            trace.awaitUnwritable();
        }
    }

    private List<String> written(StepFormat format, Runnable steps) {
        try (LiveTrace trace = new LiveTrace(format, new PrintStream(out, true, StandardCharsets.UTF_8))) {
            steps.run();
            trace.write();
        }
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private void awaitLines(int count) {
        while (out.toString(StandardCharsets.UTF_8).lines().count() < count) {
            Thread.onSpinWait(); // the test's timeout is the deadline
        }
    }

    private static LoopEvent event() {
        ArrayList<LoopEvent> told = new ArrayList<>();
        try (LiveSteps _ = LiveSteps.listen(told::add)) {
            LoopTrace.acceptFailed("EMFILE");
        }
        return told.getFirst();
    }

    private static void allSteps() {
        LoopTrace.waiting(5, LoopTrace.FOREVER);
        LoopTrace.waiting(5, 0);
        LoopTrace.woken(LoopTrace.waiting(5, 50), 2);
        LoopTrace.woken(LoopTrace.waiting(5, LoopTrace.UNKNOWN), LoopTrace.UNKNOWN);
        LoopTrace.accepted(THIRD);
        LoopTrace.refused(1024, "too high to be watched");
        LoopTrace.acceptFailed("EMFILE");
        LoopTrace.received(THIRD, 13);
        LoopTrace.queued(THIRD, 1, 20, true);
        LoopTrace.queued(THIRD, 1, 21, false);
        LoopTrace.sent(THIRD, 12, 9);
        LoopTrace.sent(THIRD, 9, 0);
        LoopTrace.queueEmpty(THIRD);
        LoopTrace.closing(THIRD, LoopTrace.END_OF_STREAM, 0);
        LoopTrace.closing(THIRD, "Broken pipe", 7);
    }
}
