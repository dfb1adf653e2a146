package org.echoscale.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.echoscale.results.files.ClaimFile;
import org.echoscale.results.model.ClaimResults;
import org.echoscale.results.model.ClaimResults.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimsCommandTest {
    @TempDir
    Path temp;

    @Test
    void claimsAreDecidedPrintedAndWritten() throws Exception {
        Ran ran = Ran.program("claims", "K8", "k2", "--out", temp.toString());

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.out()).startsWith("2 claims: 1 holds (K2); 1 does not hold (K8).")
                .contains("K2: holds. select stops at 1024 descriptors.", "repeat: echoscale claims K8");
        ClaimResults written = ClaimFile.read(temp).orElseThrow();
        assertThat(written.findings()).extracting(Finding::claim).containsExactly("K2", "K8");
        assertThat(written.commandLine()).startsWith("claims", "K8");
        assertThat(temp.resolve("claims.md")).content().contains("## K8: does not hold");
    }

    @Test
    void jsonIsWhatTheFileHas() throws Exception {
        Ran ran = Ran.program("claims", "K9", "--json", "--out", temp.toString());

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).contains("\"verdict\" : \"HOLDS\"", "\"claim\" : \"K9\"");
    }

    /** What is in the way stands for a disk that is full. */
    @Test
    void whatCannotBeWrittenIsPrinted() throws Exception {
        Files.createDirectories(temp.resolve("." + ClaimFile.NAME + ".new/in-the-way"));

        Ran ran = Ran.program("claims", "K8", "K9", "--out", temp.toString());

        assertThat(ran.exitCode()).isEqualTo(ExitCode.OUTPUT);
        assertThat(ran.out()).startsWith("Not written, so this is partial: 1 of 2 claims.")
                .contains("K8: does not hold.")
                .doesNotContain("K9", "Written to");
        assertThat(ran.err().lines().filter(line -> line.startsWith("echoscale: "))).singleElement()
                .asString()
                .startsWith("echoscale: the results cannot be written: " + temp);
        assertThat(temp.resolve(ClaimFile.NAME)).doesNotExist();
    }

    @Test
    void aClaimThatThereIsNotIsOneLine() {
        Ran ran = Ran.program("claims", "K15");

        assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.err()).contains("unknown claim 'K15'; known: K1 to K14").hasLineCount(1);
    }

    @Test
    void whatIsInTheDirectoryAlreadyIsNotOverwritten() throws Exception {
        Files.writeString(temp.resolve(ClaimFile.NAME), "{\"schema\": 1, \"what\": 2}");

        Ran ran = Ran.program("claims", "K2", "--out", temp.toString());

        assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.err()).contains(ClaimFile.NAME).hasLineCount(1);
    }

    @Test
    void waitsThatAreNotThereAreNamed() {
        Ran ran = Ran.program("claims", "K4", "--waits", temp.resolve("none").toString(), "--out", temp.toString());

        assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.err()).contains("none").hasLineCount(1);
    }

    @Test
    void aPageOfClaimsThatIsNotOfTheseIsLeftAlone() throws Exception {
        Path mine = Files.writeString(temp.resolve("claims.md"), "mine");

        Ran ran = Ran.program("claims", "K2", "--out", temp.toString());

        assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.err()).contains("claims.md", "name another folder").hasLineCount(1);
        assertThat(mine).hasContent("mine");
    }
}
