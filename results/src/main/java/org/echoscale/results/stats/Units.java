package org.echoscale.results.stats;

import java.math.BigDecimal;
import java.util.Locale;

/** Figures as people read them: as many digits as they can bear, the same on every machine. */
public final class Units {
    /** Bytes in a KiB. */
    public static final int KIB = 1024;

    private static final int MIB = KIB * KIB;

    private Units() {}

    /** {@code "1 connection"}, {@code "10000 connections"}. */
    public static String of(long number, String noun) {
        return number + " " + noun(number, noun);
    }

    /** {@code "connection"} where there is one, and {@code "connections"} where there are none or several. */
    public static String noun(long number, String noun) {
        return number == 1 ? noun : noun + "s";
    }

    /** {@code 10000} as {@code "10,000"}. */
    public static String count(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    /** Three significant digits, more before the point: {@code "0.0123"}, {@code "6.05"}, {@code "1,235"}. */
    public static String digits(double value) {
        double size = Math.abs(value);
        if (size == 0) {
            return "0";
        }
        int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : 4;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    /** A part of 1: {@code "10 %"}, {@code "0.5 %"}. */
    public static String percent(double part) {
        return BigDecimal.valueOf(part).movePointRight(2).stripTrailingZeros().toPlainString() + " %";
    }

    /** {@code "6.7×"}, {@code "155×"}. */
    public static String times(double ratio) {
        return String.format(Locale.ROOT, ratio >= 9.95 ? "%,.0f×" : "%.1f×", ratio);
    }

    /** Microseconds in the unit that suits: {@code "84 µs"}, {@code "1.3 ms"}, {@code "2.0 s"}. */
    public static String micros(double micros) {
        if (micros >= 1e6) {
            return digits(micros / 1e6) + " s";
        }
        return micros >= 1000 ? digits(micros / 1000) + " ms" : digits(micros) + " µs";
    }

    /** The median and beside it the smallest and the largest: {@code "6.05 µs (5.98–6.10)"}. One fork has no range. */
    public static String micros(Spread micros) {
        double unit = micros.median() >= 1e6 ? 1e6 : micros.median() >= 1000 ? 1000 : 1;
        return micros(micros.median()) + (micros.forks() == 1
                ? ""
                : " (" + digits(micros.min() / unit) + "–" + digits(micros.max() / unit) + ")");
    }

    /** {@code "39.0 KiB"}, {@code "120 B"}, {@code "1.2 MiB"}; of 1,024 each. */
    public static String bytes(double bytes) {
        double size = Math.abs(bytes);
        return size >= MIB
                ? String.format(Locale.ROOT, "%,.1f MiB", bytes / MIB)
                : size >= KIB
                        ? String.format(Locale.ROOT, "%.1f KiB", bytes / KIB)
                        : String.format(Locale.ROOT, "%.0f B", bytes);
    }
}
