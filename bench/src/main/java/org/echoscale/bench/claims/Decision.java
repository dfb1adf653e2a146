package org.echoscale.bench.claims;

import java.util.List;
import org.echoscale.results.model.ClaimResults.Figure;
import org.echoscale.results.model.ClaimResults.Finding;
import org.echoscale.results.model.ClaimResults.Verdict;

/**
 * What was found about a claim.
 *
 * @param because what was seen, and the rule that it was held against
 */
record Decision(Verdict verdict, String because, List<Figure> figures) {

    /** @param options of the command line that measured it */
    Finding of(Claim claim, String options) {
        return new Finding(claim.name(), claim.statement(), verdict, because, figures,
                "echoscale claims " + claim + options);
    }
}
