package org.echoscale.bench.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.echoscale.bench.run.FindMax;
import org.echoscale.results.model.NullTest;
import org.echoscale.results.model.RunManifest.Environment;
import org.jspecify.annotations.Nullable;

/**
 * What {@code load --find-max --json} prints: what was found, and where, without which it means nothing.
 *
 * @param seed of the random choices
 * @param environment as in {@code run.json}, read before the search
 * @param nullTest what the generator finds without a server with as many active connections; absent when that is not known
 */
record FoundDocument(@JsonUnwrapped FindMax.Found found, long seed, Environment environment,
        @Nullable NullTest nullTest) {}
