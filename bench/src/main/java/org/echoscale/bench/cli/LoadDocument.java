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
 * @param environment as in {@code run.json}, read before the measurement
 * @param nullTest what the same load finds without a server; absent under churn, and when that is not known
 */
record LoadDocument(@JsonUnwrapped Trial trial, Environment environment, @Nullable NullTest nullTest) {}
