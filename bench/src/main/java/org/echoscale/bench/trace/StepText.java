package org.echoscale.bench.trace;

import java.util.Locale;
import org.echoscale.core.trace.AcceptFailed;
import org.echoscale.core.trace.Accepted;
import org.echoscale.core.trace.Closing;
import org.echoscale.core.trace.ConnectionEvent;
import org.echoscale.core.trace.LoopEvent;
import org.echoscale.core.trace.LoopTrace;
import org.echoscale.core.trace.QueueEmpty;
import org.echoscale.core.trace.Queued;
import org.echoscale.core.trace.Received;
import org.echoscale.core.trace.Refused;
import org.echoscale.core.trace.Sent;
import org.echoscale.core.trace.Waiting;
import org.echoscale.core.trace.Woken;

/**
 * Steps for people: {@code 1.204113 s  received 13 bytes from 127.0.0.1:40312 (connection 3)}.
 *
 * @param showsLoop whether each line names its loop; only of use when there are several
 */
public record StepText(boolean showsLoop) implements StepFormat {

    @Override
    public String line(Step step) {
        return prefix(step) + text(step.event());
    }

    @Override
    public String skipped(Step next) {
        return prefix(next) + "... " + next.skippedBefore()
                + (next.skippedBefore() == 1 ? " step is" : " steps are")
                + " not shown: they came faster than they could be written";
    }

    private String prefix(Step step) {
        return String.format(Locale.ROOT, "%12.6f s  ", step.nanos() / 1e9)
                + (showsLoop ? step.loop() + "  " : "");
    }

    private static String text(LoopEvent event) {
        return switch (event) {
            case Waiting waiting -> "waiting: " + waiting.watched() + " watched" + timeout(waiting.timeoutMillis());
            case Woken woken -> "woken: " + (woken.ready() == LoopTrace.UNKNOWN ? "some" : woken.ready())
                    + " ready of " + woken.watched();
            case Accepted accepted -> "accepted " + name(accepted);
            case Refused refused -> "refused descriptor " + refused.descriptor() + ": " + refused.reason();
            case AcceptFailed failed -> "accepting failed: " + failed.reason();
            case Received received -> "received " + bytes(received.bytes()) + " from " + name(received);
            case Queued queued -> "queued " + bytes(queued.bytes()) + " for " + name(queued) + ": "
                    + bytes(queued.inQueue()) + " in the queue"
                    + (queued.stillRead() ? "" : ", which is full: not read until it is empty");
            case Sent sent -> "sent " + bytes(sent.bytes()) + " to " + name(sent)
                    + (sent.left() == 0 ? "" : ": " + bytes(sent.left()) + " in the queue");
            case QueueEmpty empty -> "queue empty for " + name(empty);
            case Closing closing -> "closing " + name(closing) + ": " + closing.reason()
                    + (closing.unsent() == 0 ? "" : "; " + bytes(closing.unsent()) + " never sent");
        };
    }

    private static String timeout(int millis) {
        return switch (millis) {
            case LoopTrace.FOREVER, LoopTrace.UNKNOWN -> "";
            case 0 -> ", only looking";
            default -> ", at most " + millis + " ms";
        };
    }

    private static String name(ConnectionEvent event) {
        return event.peer() + " (connection " + event.connection() + ")";
    }

    private static String bytes(long count) {
        return count == 1 ? "1 byte" : count + " bytes";
    }
}
