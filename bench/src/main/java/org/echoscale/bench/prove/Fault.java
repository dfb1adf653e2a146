package org.echoscale.bench.prove;

import java.util.Set;

/** What can be wrong with the replies of a server, and what a ruler must say of it. */
public enum Fault {
    FLIP_BIT("one bit of one reply is flipped"),
    DROP_BYTE("one byte of one reply is missing"),
    DROP_MESSAGE("one reply is missing"),
    DUPLICATE_MESSAGE("one reply comes twice"),
    SWAP_MESSAGES("two replies of a connection change places"),
    SWAP_CONNECTIONS("replies of two connections change places"),
    CLOSE_CONNECTION("a connection that talks is closed"),
    RESET_IDLE("a connection that is idle is reset"),
    HOLD_LAST_REPLY("the last reply of all never comes"),
    EXTRA_BYTES("more bytes follow the last reply of all");

    private final String words;

    Fault(String words) {
        this.words = words;
    }

    /** For people. */
    public String words() {
        return words;
    }

    /** Codes of the reasons of which a ruler must give one: that it objects to something else is luck. */
    Set<String> reasons() {
        return switch (this) {
            case FLIP_BIT, DUPLICATE_MESSAGE, SWAP_MESSAGES, SWAP_CONNECTIONS, EXTRA_BYTES -> Set.of("corrupt");
            // A gap at the very end of a stream shows as a reply that never gets complete.
            case DROP_BYTE, DROP_MESSAGE -> Set.of("corrupt", "missing-replies");
            case CLOSE_CONNECTION, RESET_IDLE -> Set.of("connection-lost");
            case HOLD_LAST_REPLY -> Set.of("missing-replies");
        };
    }

    /** Whether it is about the very last reply, for which the number of messages must be known beforehand. */
    boolean isAtTheEnd() {
        return this == HOLD_LAST_REPLY || this == EXTRA_BYTES;
    }
}
