package org.echoscale.results.model;

import java.util.Locale;

/** How the load generator waits for the next intended time. Where there is none, it always blocks. */
public enum Waiting {
    /** Blocks while it is far and spins when it is near, because a sleep ends tens of microseconds late. */
    HYBRID,
    /** Never blocks. */
    SPIN,
    /** Never spins: what an ordinary client does. */
    BLOCK;

    /** For people, plans and options: {@code hybrid}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
