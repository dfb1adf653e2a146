package org.echoscale.bench.trace;

import java.util.LinkedHashMap;
import java.util.Map;
import org.echoscale.core.trace.AcceptFailed;
import org.echoscale.core.trace.Accepted;
import org.echoscale.core.trace.Closing;
import org.echoscale.core.trace.ConnectionEvent;
import org.echoscale.core.trace.LoopTrace;
import org.echoscale.core.trace.QueueEmpty;
import org.echoscale.core.trace.Queued;
import org.echoscale.core.trace.Received;
import org.echoscale.core.trace.Refused;
import org.echoscale.core.trace.Sent;
import org.echoscale.core.trace.Waiting;
import org.echoscale.core.trace.Woken;
import tools.jackson.databind.json.JsonMapper;

/** Steps for programs: an object a line. What a step does not have, or what is not known, has no key. */
public record StepJson() implements StepFormat {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @Override
    public String line(Step step) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("nanos", step.nanos());
        keys.put("loop", step.loop());
        keys.put("step", word(step));
        if (step.event() instanceof ConnectionEvent about) {
            keys.put("connection", about.connection());
            keys.put("peer", about.peer());
        }
        details(step, keys);
        return MAPPER.writeValueAsString(keys);
    }

    @Override
    public String skipped(Step next) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("nanos", next.nanos());
        keys.put("step", "skipped");
        keys.put("steps", next.skippedBefore());
        return MAPPER.writeValueAsString(keys);
    }

    private static String word(Step step) {
        return switch (step.event()) {
            case Waiting _ -> "waiting";
            case Woken _ -> "woken";
            case Accepted _ -> "accepted";
            case Refused _ -> "refused";
            case AcceptFailed _ -> "accept-failed";
            case Received _ -> "received";
            case Queued _ -> "queued";
            case Sent _ -> "sent";
            case QueueEmpty _ -> "queue-empty";
            case Closing _ -> "closing";
        };
    }

    private static void details(Step step, Map<String, Object> keys) {
        switch (step.event()) {
            case Waiting waiting -> {
                keys.put("watched", waiting.watched());
                if (waiting.timeoutMillis() >= 0) {
                    keys.put("timeoutMillis", waiting.timeoutMillis());
                }
            }
            case Woken woken -> {
                if (woken.ready() != LoopTrace.UNKNOWN) {
                    keys.put("ready", woken.ready());
                }
                keys.put("watched", woken.watched());
            }
            case Refused refused -> {
                keys.put("descriptor", refused.descriptor());
                keys.put("reason", refused.reason());
            }
            case AcceptFailed failed -> keys.put("reason", failed.reason());
            case Received received -> keys.put("bytes", received.bytes());
            case Queued queued -> {
                keys.put("bytes", queued.bytes());
                keys.put("inQueue", queued.inQueue());
                keys.put("stillRead", queued.stillRead());
            }
            case Sent sent -> {
                keys.put("bytes", sent.bytes());
                keys.put("left", sent.left());
            }
            case Closing closing -> {
                keys.put("reason", closing.reason());
                keys.put("unsent", closing.unsent());
            }
            case Accepted _,QueueEmpty _ -> {
            }
        }
    }
}
