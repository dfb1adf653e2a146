package org.echoscale.bench.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.echoscale.results.model.NullTest;
import org.echoscale.results.model.RunManifest.Environment;
import org.echoscale.results.model.Trial;
import org.jspecify.annotations.Nullable;

/**
 * What {@code load --json} prints: the keys of a trial, and where it was measured, without which its figures mean nothing.
 *
 * @param trial as a line of {@code trials.jsonl}
 * @param seed of its random choices
 * @param percentiles read from its histograms; absent when there is no measurement
 * @param environment as in {@code run.json}, read before the measurement
 * @param nullTest what the same load finds without a server; absent under churn, and when that is not known
 */
record LoadDocument(@JsonUnwrapped Trial trial, long seed, @Nullable TrialPercentiles percentiles,
        Environment environment, @Nullable NullTest nullTest) {

    /**
     * Of the two histograms of a measurement with these names.
     *
     * @param latency absent where an open loop has none, as its rate was missed or its server went away
     * @param serviceTime absent in the same case, and in a closed loop, where it is the latency
     */
    record TrialPercentiles(@Nullable TimePercentiles latency, @Nullable TimePercentiles serviceTime) {}
}
