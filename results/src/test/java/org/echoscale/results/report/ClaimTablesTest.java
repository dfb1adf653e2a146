package org.echoscale.results.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.echoscale.results.files.ClaimFile;
import org.echoscale.results.files.ResultFileException;
import org.echoscale.results.files.RunDirectory;
import org.echoscale.results.model.ClaimResults;
import org.echoscale.results.model.ClaimResults.Figure;
import org.echoscale.results.model.ClaimResults.Finding;
import org.echoscale.results.model.ClaimResults.Verdict;
import org.echoscale.results.model.RunManifest;
import org.echoscale.results.testdata.SyntheticRun;
import org.echoscale.results.testdata.SyntheticRun.Cost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimTablesTest {
    @TempDir
    Path temp;

    @Test
    void theSentenceCountsEachVerdictAndNamesTheClaims() throws Exception {
        assertThat(ClaimTables.summary(results(finding("K1", Verdict.HOLDS), finding("K2", Verdict.HOLDS),
                finding("K8", Verdict.DOES_NOT_HOLD), finding("K9", Verdict.CANNOT_TELL))))
                .isEqualTo("4 claims: 2 hold (K1, K2); 1 does not hold (K8); 1 cannot be told here (K9).");
        assertThat(ClaimTables.summary(results(finding("K1", Verdict.HOLDS)))).isEqualTo("1 claim: 1 holds (K1).");
    }

    @Test
    void aFigureHasItsUnitAndItsRange() {
        assertThat(ClaimTables.text(new Figure("x", "×", 20.71, 19.94, 21.3, 5)))
                .isEqualTo("20.7× (19.9–21.3, 5 times)");
        assertThat(ClaimTables.text(new Figure("x", "ns", 1234, null, null, 1))).isEqualTo("1,234 ns");
        assertThat(ClaimTables.text(new Figure("x", "", 1023, null, null, 1))).isEqualTo("1,023");
        assertThat(ClaimTables.text(new Figure("x", "", 0.991, null, null, 1))).isEqualTo("0.99");
    }

    @Test
    void theReportOfARunWithClaimsInItsDirectoryHasThemAsASection() throws Exception {
        RunDirectory run = new SyntheticRun().subject("only", Cost.flat(6)).ladder(10).forks(1).write(temp);
        Report.write(run);
        assertThat(temp.resolve(Report.HTML)).content().doesNotContain("id=\"claims\"");

        ClaimFile.write(temp, results(finding("K8", Verdict.DOES_NOT_HOLD)));
        Report.write(run);

        // Nothing but a space separates words of a command.
        assertThat(temp.resolve(Report.HTML)).content()
                .contains("echoscale claims K8 <span class=\"option\">--quick</span></td>",
                        ".option { white-space: nowrap; }");

        assertThat(temp.resolve(Report.HTML)).content()
                .contains("id=\"claims\"", "1 does not hold (K8)", "seen &lt;b&gt;");
    }

    @Test
    void whatIsWrittenCanBeRead() throws Exception {
        ClaimResults results = results(finding("K8", Verdict.DOES_NOT_HOLD));
        ClaimFile.write(temp, results);

        assertThat(ClaimFile.read(temp)).contains(results);
        assertThat(ClaimFile.read(temp.resolve("elsewhere"))).isEmpty();
        assertThat(ClaimTables.markdown(results)).contains("## K8: does not hold", "seen &lt;b>",
                "- figure: 2× (1–3, 3 times)");
    }

    @Test
    void roundsThatWereRepeatedAreToldWithTheClaimAndKept() throws Exception {
        Finding quiet = disturbed(0, 0);
        Finding loud = disturbed(1, 2);
        ClaimResults results = results(quiet, loud);
        ClaimFile.write(temp, results);

        assertThat(ClaimFile.read(temp)).contains(results);
        assertThat(temp.resolve(ClaimFile.NAME)).content()
                .contains("\"repeatedRounds\" : 1", "\"disturbedRounds\" : 2");
        assertThat(ClaimTables.markdown(results)).contains(
                "Seen: seen. No round was repeated for a disturbance by the machine.",
                "Seen: seen. 1 round was repeated, because the machine was disturbed; 2 disturbed rounds count.");
        assertThat(ClaimTables.markdown(results(finding("K8", Verdict.HOLDS)))).doesNotContain("repeated");
    }

    private static Finding disturbed(int repeated, int counting) {
        return new Finding("K7", "a claim", Verdict.HOLDS, "seen.", List.of(), "echoscale claims K7", repeated,
                counting, null, null);
    }

    @Test
    void serversThatWereNotSteadyAreToldWithTheClaimAndKept() throws Exception {
        ClaimResults results = results(warmedUp(30, 4), warmedUp(12, 0));
        ClaimFile.write(temp, results);

        assertThat(ClaimFile.read(temp)).contains(results);
        assertThat(temp.resolve(ClaimFile.NAME)).content().contains("\"warmUps\" : 30", "\"unsteadyWarmUps\" : 4");
        assertThat(ClaimTables.markdown(results)).containsOnlyOnce("steady")
                .contains("The warm-up of a server ended before a steady state 4 of 30 times.");
        String bad = Files.readString(temp.resolve(ClaimFile.NAME)).replace("\"warmUps\" : 30", "\"warmUps\" : -1");
        Files.writeString(temp.resolve(ClaimFile.NAME), bad);
        assertThatThrownBy(() -> ClaimFile.read(temp)).isInstanceOf(ResultFileException.class)
                .hasMessageContaining("warmUps: value -1 out of range (0 to 2147483647)");
    }

    @Test
    void claimsFromBeforeTheWarmUpsWereCountedAreRead() throws Exception {
        assertThat(ClaimFile.read(Path.of("published/2026-11-28-claims"))).get().satisfies(old -> {
            assertThat(old.findings()).isNotEmpty().allSatisfy(finding -> {
                assertThat(finding.warmUps()).isNull();
                assertThat(ClaimTables.seen(finding)).doesNotContain("steady state");
            });
        });
    }

    private static Finding warmedUp(int servers, int unsteady) {
        return new Finding("K7", "a claim", Verdict.HOLDS, "seen.", List.of(), "echoscale claims K7", 0, 0, servers,
                unsteady);
    }

    @Test
    void aFileWithAnotherShapeIsRefusedInOneLine() throws Exception {
        Files.writeString(temp.resolve(ClaimFile.NAME), "{\"schema\":1,\"version\":\"1\"}");

        assertThatThrownBy(() -> ClaimFile.read(temp)).isInstanceOf(ResultFileException.class)
                .hasMessageContaining(ClaimFile.NAME);
    }

    private ClaimResults results(Finding... findings) throws Exception {
        RunManifest some = new SyntheticRun().subject("only", Cost.flat(6))
                .ladder(10)
                .forks(1)
                .write(Files.createTempDirectory(temp, "run"))
                .read()
                .manifest();
        return new ClaimResults(RunManifest.SCHEMA, "test", Instant.parse("2026-01-01T00:00:00Z"), List.of("claims"), 1,
                some.environment(), List.of(findings));
    }

    private static Finding finding(String claim, Verdict verdict) {
        return new Finding(claim, "a claim", verdict, "seen <b>", List.of(new Figure("figure", "×", 2, 1.0, 3.0, 3)),
                "echoscale claims " + claim + " --quick");
    }
}
