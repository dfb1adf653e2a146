package org.echoscale.bench.plan;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.echoscale.results.model.Plan;
import org.jspecify.annotations.Nullable;

/**
 * Quantities as people write them: {@code 10k}, {@code 20k/s}, {@code 500ms}, {@code 4KiB}. Pure functions from text to
 * values; each throws an {@link IllegalArgumentException} that says what was read and what would have been right.
 */
public final class Units {
    private static final Pattern QUANTITY = Pattern.compile("(\\d{1,18}(?:\\.\\d{1,9})?)\\s*([A-Za-zµ]*)");
    private static final Map<String, Long> MULTIPLES = Map.of("", 1L, "k", 1_000L, "K", 1_000L, "M", 1_000_000L);
    private static final Map<String, Long> NANOS = Map.of("ns", 1L, "us", 1_000L, "µs", 1_000L, "ms", 1_000_000L, "s",
            1_000_000_000L, "m", 60_000_000_000L, "min", 60_000_000_000L);
    private static final Map<String, Long> BYTES = Map.of("", 1L, "b", 1L, "kb", 1_000L, "mb", 1_000_000L, "kib",
            1_024L,
            "mib", 1_048_576L);

    /** What a share ends in, and a count does not. */
    private static final String PERCENT = "%";

    private static final BigDecimal HIGHEST_RATE = BigDecimal.valueOf(100_000_000);

    private Units() {}

    /** A whole number from 1: {@code 64}, {@code 10k}, {@code 1.5k}. */
    public static int count(String text) {
        return atLeastOne(text, "a count", "k and M", "10, 1k or 10k", MULTIPLES.get(unit(text)));
    }

    /** The same with a limit: a whole number from 1 to {@code most}. */
    public static int count(String text, int most) {
        BigDecimal value = wholeFromOne(text, MULTIPLES.get(unit(text)), most);
        if (value == null) {
            throw new IllegalArgumentException("'" + text.strip() + "' is not a count from 1 to " + most);
        }
        return value.intValueExact();
    }

    /** A part of a whole, above 0 and up to 1: {@code 10%}, {@code 0.5%}, {@code 100%}. */
    public static double share(String text) {
        String stripped = text.strip();
        String number = stripped.endsWith(PERCENT) ? stripped.substring(0, stripped.length() - 1) : "";
        BigDecimal percent = quantity(number, MULTIPLES.get(unit(number)));
        if (percent == null || percent.signum() == 0 || percent.compareTo(BigDecimal.valueOf(100)) > 0) {
            throw new IllegalArgumentException(
                    "'" + stripped + "' is not a share above 0% and up to 100% (try 10%, or a count: 64)");
        }
        return percent.movePointLeft(2).doubleValue();
    }

    /** How many of so many open connections: a count, or with a {@code %} that part of them, 1 at least. */
    public static int active(String text, int open) {
        return isShare(text) ? Plan.share(share(text), open) : count(text);
    }

    /** Whether it is written as a part of a whole. */
    public static boolean isShare(String text) {
        return text.strip().endsWith(PERCENT);
    }

    /** Per second, above 0 and up to 100M: {@code 500}, {@code 20k}, {@code 20k/s}, {@code 0.5/s}. */
    public static double rate(String text) {
        String stripped = text.strip();
        String number = stripped.endsWith("/s") ? stripped.substring(0, stripped.length() - 2) : stripped;
        BigDecimal rate = quantity(number, MULTIPLES.get(unit(number)));
        if (rate == null || rate.signum() == 0) {
            throw no(text, "a rate above 0", "k and M, with or without /s", "500, 20k or 20k/s");
        }
        if (rate.compareTo(HIGHEST_RATE) > 0) {
            throw no(text, "a rate of at most 100M/s", "k and M, with or without /s", "500, 20k or 20k/s");
        }
        return rate.doubleValue();
    }

    /** A length of time of at least a nanosecond, with its unit: {@code 2s}, {@code 500ms}, {@code 1.5s}, {@code 1m}. */
    public static Duration duration(String text) {
        BigDecimal nanos = quantity(text, NANOS.get(unit(text)));
        if (nanos != null && nanos.signum() == 0) {
            throw no(text, "a duration above 0", "ns, us, ms, s and m (min)", "2s, 500ms or 1m");
        }
        if (nanos == null || nanos.compareTo(BigDecimal.ONE) < 0
                || nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw no(text, "a duration with its unit", "ns, us, ms, s and m (min)", "2s, 500ms or 1m");
        }
        return Duration.ofNanos(nanos.setScale(0, RoundingMode.HALF_UP).longValueExact());
    }

    /** A size of at least one byte: {@code 64}, {@code 64B}, {@code 4KiB} (4,096), {@code 1MB} (1,000,000). */
    public static int bytes(String text) {
        return atLeastOne(text, "a size in bytes", "B, kB, MB, KiB and MiB", "64, 64B, 4KiB or 1MB",
                BYTES.get(unit(text).toLowerCase(Locale.ROOT)));
    }

    private static int atLeastOne(String text, String what, String units, String examples, @Nullable Long multiple) {
        BigDecimal value = wholeFromOne(text, multiple, Integer.MAX_VALUE);
        if (value == null) {
            throw no(text, what + " from 1 to 2147483647", units, examples);
        }
        return value.intValueExact();
    }

    private static @Nullable BigDecimal wholeFromOne(String text, @Nullable Long multiple, int most) {
        BigDecimal value = quantity(text, multiple);
        return value == null || value.compareTo(BigDecimal.ONE) < 0 || value.compareTo(BigDecimal.valueOf(most)) > 0
                || value.stripTrailingZeros().scale() > 0 ? null : value;
    }

    private static String unit(String text) {
        Matcher quantity = QUANTITY.matcher(text.strip());
        return quantity.matches() ? quantity.group(2) : "?";
    }

    private static @Nullable BigDecimal quantity(String text, @Nullable Long multiple) {
        Matcher quantity = QUANTITY.matcher(text.strip());
        return quantity.matches() && multiple != null
                ? new BigDecimal(quantity.group(1)).multiply(BigDecimal.valueOf(multiple))
                : null;
    }

    private static IllegalArgumentException no(String text, String what, String units, String examples) {
        return new IllegalArgumentException(
                "'" + text.strip() + "' is not " + what + " (units: " + units + "; try " + examples + ")");
    }
}
