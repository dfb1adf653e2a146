package org.echoscale.core.trace;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import org.jspecify.annotations.Nullable;

/**
 * Every step of every loop in this process, given to a listener at the moment it happens. One at a time; closing it ends
 * that. Any thread.
 *
 * <p>
 * A recording in memory is what turns the events on. A stream of the recorder's own would hand them over when its buffers
 * are flushed, once a second, which is too late for somebody who watches.
 */
public final class LiveSteps implements AutoCloseable {
    /** All kinds of steps there are. */
    public static final List<Class<? extends LoopEvent>> KINDS = List.of(Waiting.class, Woken.class, Accepted.class,
            Refused.class, AcceptFailed.class, Received.class, Queued.class, Sent.class, QueueEmpty.class,
            Closing.class);

    private static final AtomicBoolean LISTENING = new AtomicBoolean();

    private final Recording recording;
    private boolean closed;

    private LiveSteps(Recording recording) {
        this.recording = recording;
    }

    /** Whether this JVM has the recorder that it needs. */
    public static boolean available() {
        return FlightRecorder.isAvailable();
    }

    /**
     * Listens from now on.
     *
     * @param listener called by the loops' threads, which wait for it; must not throw
     * @throws IllegalStateException when somebody listens already
     */
    public static LiveSteps listen(Consumer<LoopEvent> listener) {
        if (!LISTENING.compareAndSet(false, true)) {
            throw new IllegalStateException("somebody listens to the steps of this process already");
        }
        Recording recording = null;
        try {
            recording = new Recording();
            recording.setName("steps of event loops");
            recording.setToDisk(false);
            for (Class<? extends LoopEvent> kind : KINDS) {
                recording.enable(kind).withoutStackTrace().withoutThreshold();
            }
            LoopTrace.listener(listener);
            recording.start();
            return new LiveSteps(recording);
        } catch (RuntimeException | Error e) {
            end(recording);
            throw e;
        }
    }

    private static void end(@Nullable Recording recording) {
        LoopTrace.listener(null);
        if (recording != null) {
            recording.close();
        }
        LISTENING.set(false);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        end(recording);
    }
}
