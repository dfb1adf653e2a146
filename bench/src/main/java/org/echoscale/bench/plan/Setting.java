package org.echoscale.bench.plan;

/**
 * A value as it was written, and where.
 *
 * @param text the value: {@code 10k}
 * @param origin for error messages: {@code default}, {@code my.plan:3}, {@code --connections}
 */
public record Setting(String text, String origin) {
    /** What {@link #origin} says of a value that nobody gave. */
    public static final String DEFAULT = "default";
}
