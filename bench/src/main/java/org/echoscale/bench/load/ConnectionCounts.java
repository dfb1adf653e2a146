package org.echoscale.bench.load;

import org.jspecify.annotations.Nullable;

/**
 * What became of connections so far.
 *
 * @param asked how many were to be opened
 * @param opened how many were, that is, echoed a greeting
 * @param alive how many of those have not failed
 * @param lost how many of those have failed
 * @param openNanos how long opening took
 * @param firstFailure why the first one failed, at opening or later; null when none did
 * @param losses how those that were lost failed; null when none was
 */
public record ConnectionCounts(int asked, int opened, int alive, int lost, long openNanos,
        @Nullable String firstFailure, @Nullable Losses losses) {}
