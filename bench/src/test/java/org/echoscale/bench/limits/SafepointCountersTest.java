package org.echoscale.bench.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.echoscale.bench.limits.SafepointCounters.Reading;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked // what is not there fails the test by its use
class SafepointCountersTest {
    @Test
    void aCollectionIsASafepointInAJvmThatCountsThem() {
        Reading before = SafepointCounters.read();
        System.gc();
        Reading after = SafepointCounters.read();

        assertThat(before).as("the tests' JVM has the arguments").isNotNull();
        assertThat(after).isNotNull().satisfies(now -> {
            assertThat(now.minus(before).count()).isPositive();
            assertThat(now.minus(before).nanos()).isPositive().isLessThan(60_000_000_000L);
        });
    }

    @Test
    void memoryWithoutThoseCountersHasNone() {
        assertThat(SafepointCounters.of(ByteBuffer.allocate(64))).isEmpty();
        assertThat(SafepointCounters.of(ByteBuffer.allocate(8))).isEmpty();
        assertThat(SafepointCounters.of(counters("sun.rt.safepoints", "sun.rt.safepointTime"))).isEmpty();
        assertThat(SafepointCounters.of(counters("sun.rt.safepoints", "sun.rt.safepointTime", "sun.os.hrt.frequency")))
                .isPresent();
    }

    /** The JDK's layout, little-endian, each counter with the value 5. */
    private static ByteBuffer counters(String... names) {
        ByteBuffer memory = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
        memory.put(0, new byte[]{(byte) 0xca, (byte) 0xfe, (byte) 0xc0, (byte) 0xc0, 1, 2, 0, 1});
        memory.putInt(24, 32).putInt(28, names.length);
        int entry = 32;
        for (String name : names) {
            memory.putInt(entry, 64).putInt(entry + 4, 20).putInt(entry + 8, 0).put(entry + 12, (byte) 'J');
            memory.putInt(entry + 16, 56).put(entry + 20, name.getBytes(StandardCharsets.US_ASCII));
            memory.putLong(entry + 56, 5);
            entry += 64;
        }
        return memory;
    }
}
