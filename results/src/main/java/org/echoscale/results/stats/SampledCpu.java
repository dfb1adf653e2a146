package org.echoscale.results.stats;

import org.jspecify.annotations.Nullable;

/**
 * The part of CPU time that was in user mode, or in the kernel. How much CPU time there is, the kernel knows to the nanosecond.
 * How it is parted, most kernels find by looking at each tick of the clock which of the two a CPU is at (CONFIG_TICK_CPU_ACCOUNTING),
 * so that a part is an estimate from so many looks: of {@value #FEWEST_LOOKS} it is known to a tenth, of fewer to less.
 *
 * @param micros microseconds per message, in each fork
 * @param seconds of it, all forks together
 */
public record SampledCpu(Spread micros, double seconds) {
    /**
     * Time from one tick to the next: with CONFIG_HZ=250, the slowest that common distributions' kernels for servers have. What
     * /proc/PID/stat tells comes from the same looks; that it is rounded to 10 ms adds less to the error than they do.
     */
    private static final double TICK_SECONDS = 0.004;

    /** Their square root, a tenth, is the standard deviation of their number. */
    private static final int FEWEST_LOOKS = 100;

    /** A part that is less, all forks together, is not told. */
    private static final double FEWEST_SECONDS = FEWEST_LOOKS * TICK_SECONDS;

    /** Why there is no figure, behind a colon; null where there is one. */
    public @Nullable String reason() {
        if (seconds < FEWEST_SECONDS) {
            return Units.digits(seconds) + " s of it were found, and " + FEWEST_SECONDS + " s are needed";
        }
        return micros.median() > 0 ? null : "none of it was found in half of the forks";
    }
}
