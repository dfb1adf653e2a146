package org.echoscale.bench.limits;

import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How often and how long all threads of this JVM stood still at safepoints, read from the counters that the JVM keeps for jstat: a
 * look at two words of memory, which costs the threads nothing. The counters are there only in a JVM that was started with {@link
 * #JVM_ARGUMENTS}; without them this is absent. Any thread.
 */
public final class SafepointCounters {
    /**
     * What a JVM needs to have them. They stay in its own memory: as a file in {@code /tmp}, as is usual, writing to them could wait
     * for the disk.
     */
    public static final List<String> JVM_ARGUMENTS = List.of("-XX:+UsePerfData",
            "-XX:+PerfDisableSharedMem", "--add-exports=java.base/jdk.internal.perf=ALL-UNNAMED");

    private static final Optional<SafepointCounters> OF_THIS_JVM = attach();

    // The layout of the counters' memory: see the JDK's perfMemory.hpp.
    private static final int MAGIC = 0xcafec0c0;
    private static final int BYTE_ORDER = 4;
    private static final int ENTRY_OFFSET = 24;
    private static final int ENTRIES = 28;
    // ... and that of an entry in it.
    private static final int NAME_OFFSET = 4;
    private static final int VECTOR_LENGTH = 8;
    private static final int DATA_TYPE = 12;
    private static final int DATA_OFFSET = 16;

    private final ByteBuffer memory;
    private final int count;
    private final int ticks;
    private final double nanosPerTick;

    /**
     * At a moment, since the JVM began.
     *
     * @param count safepoints
     * @param nanos from the request that all threads stop until they run again, over all of them
     */
    public record Reading(long count, long nanos) {

        /** What came since an earlier reading. */
        public Reading minus(Reading earlier) {
            return new Reading(Math.max(0, count - earlier.count), Math.max(0, nanos - earlier.nanos));
        }
    }

    private SafepointCounters(ByteBuffer memory, int count, int ticks, double nanosPerTick) {
        this.memory = memory;
        this.count = count;
        this.ticks = ticks;
        this.nanosPerTick = nanosPerTick;
    }

    /** Now, in this JVM; null when it does not count them. */
    public static @Nullable Reading read() {
        return OF_THIS_JVM.map(SafepointCounters::now).orElse(null);
    }

    private Reading now() {
        return new Reading(memory.getLong(count), Math.round(memory.getLong(ticks) * nanosPerTick));
    }

    private static Optional<SafepointCounters> attach() {
        try {
            Class<?> perf = Class.forName("jdk.internal.perf.Perf");
            Object own = perf.getMethod("getPerf").invoke(null);
            // Number 0 is this JVM; its memory is there to be read as long as it runs.
            return perf.getMethod("attach", int.class).invoke(own, 0) instanceof ByteBuffer memory
                    ? of(memory)
                    : Optional.empty();
        } catch (ClassNotFoundException | NoSuchMethodException | IllegalAccessException
                | InvocationTargetException e) {
            return Optional.empty(); // another JVM, or one that was started without the arguments
        }
    }

    /** In the memory of a JVM's counters; empty when it has other ones. */
    static Optional<SafepointCounters> of(ByteBuffer shared) {
        ByteBuffer memory = shared.duplicate();
        if (memory.capacity() < ENTRIES + Integer.BYTES || memory.order(ByteOrder.BIG_ENDIAN).getInt(0) != MAGIC) {
            return Optional.empty();
        }
        memory.order(memory.get(BYTE_ORDER) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        int count = 0;
        int ticks = 0;
        int frequency = 0;
        int entry = memory.getInt(ENTRY_OFFSET);
        for (int i = 0; i < memory.getInt(ENTRIES); i++) {
            switch (name(memory, entry)) {
                case "sun.rt.safepoints" -> count = number(memory, entry);
                case "sun.rt.safepointTime" -> ticks = number(memory, entry);
                case "sun.os.hrt.frequency" -> frequency = number(memory, entry);
                default -> {
                    // Another counter.
                }
            }
            entry += memory.getInt(entry);
        }
        return count == 0 || ticks == 0 || frequency == 0 || memory.getLong(frequency) <= 0
                ? Optional.empty()
                : Optional.of(new SafepointCounters(memory, count, ticks, 1e9 / memory.getLong(frequency)));
    }

    private static String name(ByteBuffer memory, int entry) {
        int start = entry + memory.getInt(entry + NAME_OFFSET);
        int end = start;
        while (memory.get(end) != 0) {
            end++;
        }
        byte[] name = new byte[end - start];
        memory.get(start, name);
        return new String(name, StandardCharsets.US_ASCII);
    }

    /** Where the value of an entry is; 0 when it is no single long. */
    private static int number(ByteBuffer memory, int entry) {
        return memory.get(entry + DATA_TYPE) == 'J' && memory.getInt(entry + VECTOR_LENGTH) == 0
                ? entry + memory.getInt(entry + DATA_OFFSET)
                : 0;
    }
}
