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
 * @param raise the command that raises it, or what else helps; absent when nothing does
 */
public record Limit(String name, Optional<String> value, @Nullable Long connections, String meaning,
        Optional<String> raise) {}
