package org.echoscale.bench.claims;

import java.util.Collection;
import java.util.List;
import java.util.function.ToIntFunction;
import org.echoscale.bench.claims.Laboratory.Comparison;
import org.echoscale.results.model.ClaimResults.Figure;
import org.echoscale.results.model.ClaimResults.Finding;
import org.echoscale.results.model.ClaimResults.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What was found about a claim.
 *
 * @param because what was seen, and the rule that it was held against
 */
record Decision(Verdict verdict, String because, List<Figure> figures) {

    /**
     * As a result.
     *
     * @param options of the command line that measured it
     * @param comparisons those that it rests on
     */
    Finding of(Claim claim, String options, Collection<Comparison> comparisons) {
        return new Finding(claim.name(), claim.statement(), verdict, because, figures,
                "echoscale claims " + claim + options,
                sum(comparisons, comparison -> comparison.meanwhile().repeatedRounds()),
                sum(comparisons, comparison -> comparison.meanwhile().disturbedRounds()),
                sum(comparisons, comparison -> comparison.warmUps().size()),
                sum(comparisons, comparison -> (int) comparison.warmUps()
                        .stream()
                        .filter(warmedUp -> !warmedUp.warmUp().steady())
                        .count()));
    }

    /** Absent where there was no comparison. */
    private static @Nullable Integer sum(Collection<Comparison> comparisons, ToIntFunction<Comparison> of) {
        return comparisons.isEmpty() ? null : Integer.valueOf(comparisons.stream().mapToInt(of).sum());
    }
}
