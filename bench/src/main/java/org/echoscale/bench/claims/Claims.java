package org.echoscale.bench.claims;

import java.io.IOException;
import java.util.List;
import org.echoscale.bench.claims.Laboratory.UndecidableException;
import org.echoscale.results.model.ClaimResults.Finding;
import org.echoscale.results.model.ClaimResults.Verdict;

/** Decides claims, one after the other. */
public final class Claims {
    private Claims() {}

    /**
     * What became of a claim.
     *
     * @throws IOException when what decides it cannot be measured; a reason that is the machine's is a finding
     */
    public static Finding decide(Claim claim, Laboratory laboratory) throws IOException {
        laboratory.forgetWhatWasAsked();
        try {
            return (switch (claim) {
                case K1 -> ModelClaims.decide(laboratory);
                case K2, K6, K8, K9, K10 -> SemanticsClaims.decide(claim);
                case K3, K4, K12 -> WaitClaims.decide(claim, laboratory);
                case K5, K7, K11, K13, K14 -> ServerClaims.decide(claim, laboratory);
            }).of(claim, laboratory.options(), laboratory.asked());
        } catch (UndecidableException e) {
            return new Decision(Verdict.CANNOT_TELL, e.getMessage() + ".", List.of()).of(claim,
                    laboratory.options(), laboratory.asked());
        }
    }

    /** A claim that could not be measured there. */
    public static Finding undecided(Claim claim, Laboratory laboratory, Exception why) {
        return new Decision(Verdict.CANNOT_TELL, "It could not be measured: " + why.getMessage() + ".", List.of())
                .of(claim, laboratory.options(), List.of());
    }
}
