package org.echoscale.bench.load;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PatternTest {
    private static final int LONGEST = 1000;

    private final Arena arena = Arena.ofConfined();
    private final Pattern pattern = new Pattern(arena, 7, LONGEST);

    @AfterEach
    void free() {
        arena.close();
    }

    @Test
    void whatIsSentMatchesAtItsPositionWhateverTheWrap() {
        for (long position : new long[]{0, 64, Pattern.PERIOD - 10, Pattern.PERIOD, 5L * Pattern.PERIOD + 3,
            1L << 40}) {
            assertThat(pattern.matches(123, position, sent(123, position, LONGEST), LONGEST)).isTrue();
        }
    }

    @Test
    void oneWrongByteIsNoticedWhereverItIs() {
        for (int length : new int[]{1, 7, 31, 32, 33, 47, 63, 64, 65, 71, 256, 257}) {
            for (int at = 0; at < length; at++) {
                MemorySegment bytes = sent(5, 640, length);
                assertThat(pattern.matches(5, 640, bytes, length)).isTrue();
                bytes.set(JAVA_BYTE, at, (byte) (bytes.get(JAVA_BYTE, at) ^ 1));
                assertThat(pattern.matches(5, 640, bytes, length)).as("byte %d of %d", at, length).isFalse();
            }
        }
    }

    @Test
    void goingOnFromAPlaceLeadsWhereThePositionDoes() {
        long position = 0;
        int place = Pattern.place(123, position);
        for (int bytes : new int[]{0, 1, 64, Pattern.PERIOD - 1, Pattern.PERIOD, 3 * Pattern.PERIOD + 5, 1 << 20}) {
            position += bytes;
            place = Pattern.next(place, bytes);
            assertThat(place).isEqualTo(Pattern.place(123, position));
        }
    }

    @Test
    void aByteTooManyOrTooFewOrAnotherOrderIsNoticed() {
        assertThat(pattern.matches(5, 0, sent(5, 1, 64), 64)).as("one byte dropped").isFalse();
        assertThat(pattern.matches(5, 1, sent(5, 0, 64), 64)).as("one byte twice").isFalse();
        assertThat(pattern.matches(5, 0, sent(5, 64, 64), 64)).as("the second message before the first").isFalse();
    }

    @Test
    void noTwoConnectionsHaveTheSameBaseUpToTheLimitOfPorts() {
        BitSet bases = new BitSet();
        for (int connection = 0; connection < 60_000; connection++) {
            int base = Pattern.base(connection);
            assertThat(base).isBetween(0, Pattern.PERIOD - 1);
            assertThat(bases.get(base)).as("connection %d", connection).isFalse();
            bases.set(base);
        }
        assertThat(pattern.matches(Pattern.base(1), 0, sent(Pattern.base(2), 0, 64), 64)).isFalse();
    }

    private MemorySegment sent(int base, long position, int length) {
        MemorySegment copy = arena.allocate(length);
        @SuppressWarnings("restricted") // an address of our own table
        MemorySegment source = MemorySegment.ofAddress(pattern.address(base, position)).reinterpret(length);
        return copy.copyFrom(source);
    }
}
