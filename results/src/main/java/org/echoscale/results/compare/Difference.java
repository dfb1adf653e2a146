package org.echoscale.results.compare;

/**
 * Something that two runs do not have in common.
 *
 * @param field its name: {@code "kernel.version"}
 * @param a what the first run says
 * @param b what the second run says
 */
public record Difference(String field, String a, String b) {
    /** Of a fact that is not in a run. */
    static final String ABSENT = "not recorded";

    /** In one line: {@code "clocksource: A tsc, B hpet"}. */
    @Override
    public String toString() {
        return field + ": A " + a + ", B " + b;
    }
}
