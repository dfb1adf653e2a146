package org.echoscale.results.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.Deflater;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class EncodedHistogramTest {
    private static final int COMPRESSED_COOKIE = 0x1c849304;
    private static final int COOKIE = 0x1c849303;

    @Test
    void comes_back_as_it_went() {
        Histogram histogram = new Histogram(3);
        histogram.recordValueWithCount(123_456, 1_000);
        histogram.recordValue(7);

        assertThat(EncodedHistogram.of(histogram).decode()).isEqualTo(histogram);
    }

    @Test
    void text_that_asks_for_much_memory_is_refused_before_it_gets_any() {
        assertThatThrownBy(() -> claiming(Integer.MAX_VALUE, 3).decode()).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2147483647 bytes of counts");
        assertThatThrownBy(() -> claiming(-1, 3).decode()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> claiming(1, 5).decode()).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("5 significant digits");
    }

    @Test
    void counts_that_lie_elsewhere_than_ours_are_refused_before_anybody_looks_for_them() {
        assertThatThrownBy(() -> claiming(0, 1_000_000, 3).decode()).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not a compressed HdrHistogram");
    }

    @Test
    void other_text_is_refused() {
        for (String text : new String[]{"", "AAAA", "no", "AAAAAAAAAAAAAAAAAAAA"}) {
            assertThatThrownBy(() -> new EncodedHistogram(text).decode()).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("not a compressed HdrHistogram");
        }
    }

    private static EncodedHistogram claiming(int countBytes, int digits) {
        return claiming(countBytes, 0, digits);
    }

    private static EncodedHistogram claiming(int countBytes, int offset, int digits) {
        byte[] header = ByteBuffer.allocate(40)
                .putInt(COOKIE | 0x10)
                .putInt(countBytes)
                .putInt(offset)
                .putInt(digits)
                .putLong(1)
                .putLong(Long.MAX_VALUE / 2)
                .putDouble(1)
                .array();
        Deflater deflater = new Deflater();
        deflater.setInput(header);
        deflater.finish();
        byte[] body = new byte[200];
        int length = deflater.deflate(body);
        deflater.end();
        ByteBuffer whole = ByteBuffer.allocate(8 + length)
                .putInt(COMPRESSED_COOKIE | 0x10)
                .putInt(length)
                .put(body, 0,
                        length);
        return new EncodedHistogram(Base64.getEncoder().encodeToString(whole.array()));
    }
}
