package org.echoscale.bench.trace;

/** How steps are written: a line each. */
public sealed interface StepFormat permits StepText, StepJson {

    /** The line of a step, without its end. */
    String line(Step step);

    /** The line that stands for steps that were left out. */
    String skipped(Step next);
}
