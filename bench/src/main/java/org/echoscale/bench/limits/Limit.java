package org.echoscale.bench.limits;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One thing that limits the number of connections, as {@code doctor} shows it.
 *
 * @param name what the system calls it: {@code RLIMIT_NOFILE}
 * @param value what it is now, for people; absent where this system does not tell
 * @param connections the most connections it allows; absent when it does not bound their number, or is unknown
 * @param meaning what it bounds, in one line
 * @param raise the command that raises it, or what else helps; absent when this user cannot, or it is high enough
 * @param obstacle why it cannot be raised from here, and who can; absent when that is not so
 */
public record Limit(String name, Optional<String> value, @Nullable Long connections, String meaning,
        Optional<String> raise, Optional<String> obstacle) {

    /** What can be done about it, in a sentence; empty when nothing can, or nothing needs to be. */
    public Optional<String> advice() {
        return raise.map(how -> "try: " + how).or(() -> obstacle);
    }
}
