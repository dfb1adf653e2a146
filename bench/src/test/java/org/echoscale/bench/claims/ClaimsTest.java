package org.echoscale.bench.claims;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.echoscale.bench.limits.Limits;
import org.echoscale.bench.server.Catalog;
import org.echoscale.results.model.ClaimResults.Finding;
import org.echoscale.results.model.ClaimResults.Verdict;
import org.junit.jupiter.api.Test;

class ClaimsTest {
    @Test
    void whatCouldNotBeMeasuredIsRepeatedWithTheSameOptions() throws Exception {
        Laboratory laboratory = new Laboratory(Catalog.load(List.of()), Limits.read(), " --quick", true, 1, null,
                _ -> {});
        Finding finding = Claims.undecided(Claim.K3, laboratory, new IOException("the server is gone"));
        assertThat(finding.verdict()).isEqualTo(Verdict.CANNOT_TELL);
        assertThat(finding.because()).contains("It could not be measured: the server is gone.");
        assertThat(finding.command()).isEqualTo("echoscale claims K3 --quick");
    }
}
