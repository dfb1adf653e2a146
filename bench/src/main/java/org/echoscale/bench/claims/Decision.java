package org.echoscale.bench.claims;

import java.util.Collection;
import java.util.List;
import org.echoscale.bench.run.SideBySide.Meanwhile;
import org.echoscale.results.model.ClaimResults.Figure;
import org.echoscale.results.model.ClaimResults.Finding;
import org.echoscale.results.model.ClaimResults.Verdict;

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
     * @param meanwhile what the machine did during each of the comparisons that it rests on
     */
    Finding of(Claim claim, String options, Collection<Meanwhile> meanwhile) {
        boolean none = meanwhile.isEmpty();
        return new Finding(claim.name(), claim.statement(), verdict, because, figures,
                "echoscale claims " + claim + options,
                none ? null : Integer.valueOf(meanwhile.stream().mapToInt(Meanwhile::repeatedRounds).sum()),
                none ? null : Integer.valueOf(meanwhile.stream().mapToInt(Meanwhile::disturbedRounds).sum()));
    }
}
