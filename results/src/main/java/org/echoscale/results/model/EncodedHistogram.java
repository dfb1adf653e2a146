package org.echoscale.results.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * A histogram of nanoseconds in HdrHistogram's compressed form, as Base64 text. It is kept whole because percentiles
 * cannot be merged and histograms can.
 *
 * @param base64 the text, as {@code latency.hlog} has it too
 */
public record EncodedHistogram(@JsonValue String base64) {
    /** A result file may come from anywhere: a longer text than any of ours is refused, not decoded. */
    private static final int LONGEST = 4 * 1024 * 1024;

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

    /**
     * The histogram, as a new object.
     *
     * @throws IllegalArgumentException when the text is not such a histogram
     */
    public Histogram decode() {
        try {
            return Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(Base64.getDecoder().decode(base64)), 0);
        } catch (DataFormatException | RuntimeException e) {
            throw new IllegalArgumentException("not a compressed HdrHistogram: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return "histogram of " + base64.length() + " characters";
    }
}
