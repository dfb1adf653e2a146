package org.echoscale.core.trace;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** The loop knows what is ready. Its duration is the wait. */
@Name("org.echoscale.Woken")
@Label("Woken")
@Description("The loop knows what is ready; the duration is how long it waited")
public final class Woken extends LoopEvent {
    static final Woken PROBE = new Woken(0);

    @Label("Ready")
    @Description("Descriptors that are ready, or completions; -1 when the loop is not told before it has served them")
    private int ready;

    @Label("Watched")
    @Description("Descriptors that the loop watches: its connections, and its own")
    private final int watched;

    Woken(int watched) {
        this.watched = watched;
    }

    void by(int count) {
        ready = Math.max(-1, count);
    }

    /** Descriptors that are ready, or completions; {@link LoopTrace#UNKNOWN} when the loop is not told in time. */
    public int ready() {
        return ready < 0 ? LoopTrace.UNKNOWN : ready;
    }

    public int watched() {
        return watched;
    }
}
