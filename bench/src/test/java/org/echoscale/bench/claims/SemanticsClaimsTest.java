package org.echoscale.bench.claims;

import static org.assertj.core.api.Assertions.assertThat;

import org.echoscale.results.model.ClaimResults.Verdict;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On the kernel that runs the tests. */
class SemanticsClaimsTest {
    @ParameterizedTest
    @CsvSource({"K2,HOLDS", "K6,HOLDS", "K8,DOES_NOT_HOLD", "K9,HOLDS", "K10,DOES_NOT_HOLD"})
    void whatTheCallsMeanIsDecidedByOneObservation(Claim claim, Verdict verdict) throws Exception {
        Decision decision = SemanticsClaims.decide(claim);

        assertThat(decision.verdict()).as(decision.because()).isEqualTo(verdict);
        assertThat(decision.of(claim, "", List.of()).command()).isEqualTo("echoscale claims " + claim);
    }
}
