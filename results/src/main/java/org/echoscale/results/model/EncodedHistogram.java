package org.echoscale.results.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * A histogram of nanoseconds in HdrHistogram's compressed form, as Base64 text. It is kept whole because percentiles
 * cannot be merged and histograms can.
 *
 * @param base64 the text, as {@code latency.hlog} has it too
 */
public record EncodedHistogram(@JsonValue String base64) {
    /** A result file may come from anywhere: a longer text than any of ours is refused, not decoded. */
    private static final int LONGEST = 4 * 1024 * 1024;

    /** Decoding asks for memory as the text says: nothing of ours needs more counts or finer ones than these. */
    private static final int MOST_COUNT_BYTES = 8 * 1024 * 1024;

    private static final int MOST_DIGITS = 4;
    private static final int COMPRESSED_HEADER_BYTES = 8;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public EncodedHistogram {
        if (base64.length() > LONGEST) {
            throw new IllegalArgumentException("histogram of " + base64.length() + " characters; at most " + LONGEST);
        }
    }

    public static EncodedHistogram of(Histogram histogram) {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(buffer);
        byte[] bytes = new byte[length];
        buffer.get(0, bytes);
        return new EncodedHistogram(Base64.getEncoder().encodeToString(bytes));
    }

    /** The same, or null for none. */
    public static @Nullable EncodedHistogram ofNullable(@Nullable Histogram histogram) {
        return histogram == null ? null : of(histogram);
    }

    /**
     * The histogram, as a new object.
     *
     * @throws IllegalArgumentException when the text is not such a histogram
     */
    public Histogram decode() {
        try {
            byte[] compressed = Base64.getDecoder().decode(base64);
            checkFields(compressed);
            return Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(compressed), 0);
        } catch (TooLarge e) {
            throw e;
        } catch (DataFormatException | RuntimeException e) {
            throw new IllegalArgumentException("not a compressed HdrHistogram", e);
        }
    }

    /** Reads the first fields of the encoding: cookie, bytes of counts, normalizing offset, significant digits. */
    private static void checkFields(byte[] compressed) throws DataFormatException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(compressed, COMPRESSED_HEADER_BYTES, compressed.length - COMPRESSED_HEADER_BYTES);
            ByteBuffer fields = ByteBuffer.allocate(4 * Integer.BYTES);
            if (inflater.inflate(fields) < fields.capacity()) {
                throw new IllegalArgumentException("too short");
            }
            int countBytes = fields.getInt(Integer.BYTES);
            if (fields.getInt(2 * Integer.BYTES) != 0) { // shifted counts are looked for beyond their end, by whoever asks
                throw new IllegalArgumentException("shifted");
            }
            int digits = fields.getInt(3 * Integer.BYTES);
            if (countBytes < 0 || countBytes > MOST_COUNT_BYTES || digits < 0 || digits > MOST_DIGITS) {
                throw new TooLarge(countBytes, digits);
            }
        } finally {
            inflater.end();
        }
    }

    private static final class TooLarge extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        TooLarge(int countBytes, int digits) {
            super("not a compressed HdrHistogram of ours: " + countBytes + " bytes of counts with " + digits
                    + " significant digits; at most " + MOST_COUNT_BYTES + " and " + MOST_DIGITS);
        }
    }

    @Override
    public String toString() {
        return "histogram of " + base64.length() + " characters";
    }
}
