package org.echoscale.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.echoscale.bench.prove.Fault;
import org.echoscale.bench.prove.FaultProof;
import org.echoscale.bench.prove.Proof;
import org.echoscale.bench.prove.Prover;
import org.echoscale.bench.prove.Ruler;
import org.echoscale.bench.prove.StallPlan;
import org.echoscale.bench.prove.StallProof;
import org.echoscale.bench.prove.StallProof.Allowance;
import org.echoscale.bench.prove.Stop;
import org.echoscale.bench.server.Catalog;
import org.echoscale.results.model.Outcome;
import org.echoscale.results.model.Trial;
import org.echoscale.results.model.NullTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProveOptionsTest {
    private static final Stop STOP = new Stop(4_500_000_000L, 1_000_000_000, 1_000_200_000, 4_000, 300_000, 90_000,
            250_000);

    @Test
    void aBlindRulerEndsWithTheExitCodeOfFiguresThatMustNotBeBelieved() throws Exception {
        Ruler blind = (address, crowd, load, warmUp, window) -> {
            Trial trial = Ruler.own().measure(address, crowd, load, warmUp, window);
            return new Trial(trial.schema(), 1, 1, trial.cell(), trial.startedAt(), Outcome.VALID, List.of(),
                    trial.measurement());
        };
        StallPlan plan = new StallPlan("epoll-et", 10, 64, 1000, Duration.ofMillis(500), Duration.ofMillis(100),
                Duration.ofMillis(100));
        List<String> steps = new ArrayList<>();
        Proof proof = new Prover(plan, List.of(Fault.DROP_MESSAGE), 1, 1, 42)
                .prove(Catalog.load(List.of()), blind, steps::add);
        Ran shown = shown(proof, false);
        assertThat(shown.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(shown.out()).startsWith("NOT PROVEN: the ruler caught 0 of 1 faults and raised no false alarm")
                .contains("Missed: one reply is missing; ", "--seed 42");
        assertThat(steps).hasSizeGreaterThanOrEqualTo(5);
    }

    @Test
    void whatHoldsIsSaidFirstAndTheExitCodeIsThatOfFine() {
        Ran shown = shown(proof(true, List.of()), false);
        assertThat(shown.exitCode()).isEqualTo(ExitCode.FINE);
        assertThat(shown.out().lines().toList()).startsWith(
                "The ruler caught 3 of 3 faults and raised no false alarm in 10 clean trials.",
                "A stop of 1.00 s in a run of 10 s at 2,000/s: all 2 percentiles agree with the analytic answer."
                        + " Of those that 2 % are allowed, longest is furthest off: 0.05 %.");
        assertThat(shown.out()).contains("corrupt: other bytes", "10 of 10 valid",
                "The stop as measured from outside: 1.00 s ± 4.00 µs, 4.50 s into the window (asked: 1.00 s; all threads seen stopped after 300 µs),"
                        + " first reply 90.0 µs after it, the pile answered within another 250 µs.",
                "P50 was 60.0 µs with the stop and 58.0 µs without it; without a server the generator finds 5.00 µs at this rate,"
                        + " the rest is the server and its wakeup.")
                .doesNotContain("not quiet");
    }

    @Test
    void aPercentileThatIsOffIsNamedAndSoIsAMachineThatWasNotQuiet() {
        Ran shown = shown(proof(false, List.of()), false);
        assertThat(shown.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(shown.out()).contains("NOT PROVEN: a stop of 1.00 s", "1 of 2 percentiles are off", "  OFF  ",
                "This machine was not quiet: without any stop, a message took as long as 30.0 ms.");
    }

    @Test
    void anythingElseThatIsWrongIsSaidToo() {
        Ran shown = shown(proof(true, List.of("a message had no reply")), false);
        assertThat(shown.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(shown.out())
                .contains("NOT PROVEN: a stop of 1.00 s in a run of 10 s at 2,000/s: a message had no reply.");
    }

    @Test
    void programsGetAllOfItAsJson() {
        JsonNode json = JsonMapper.builder().build().readTree(shown(proof(true, List.of()), true).out());
        assertThat(json.get("proven").asBoolean()).isTrue();
        assertThat(json.get("stall").get("percentiles").get(0).get("percent").asDouble()).isEqualTo(50);
        assertThat(json.get("stall").get("nullTest").get("openP50Nanos").asLong()).isEqualTo(5000);
        assertThat(json.get("faults").get("faults").get(0).get("fault").asString()).isEqualTo("FLIP_BIT");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "doctor --quick|--quick, --tries and --seed belong to --prove",
        "doctor --tries 5|--quick, --tries and --seed belong to --prove",
        "doctor --prove --tries 0|--tries: 0 is not from 1 to 100000 (try 100)"})
    void aMistakeIsOneLine(String words, String message) {
        Ran ran = Ran.program(words.split(" "));
        assertThat(ran.err()).startsWith("echoscale: " + message).hasLineCount(1);
        assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    private static Proof proof(boolean holds, List<String> complaints) {
        boolean proven = holds && complaints.isEmpty();
        long longest = holds ? 1_000_800_000 : 1_100_000_000;
        StallProof stall = new StallProof(StallPlan.usual(), STOP,
                List.of(new StallProof.Percentile(50, 60_000, 58_000, 58_000, Allowance.BASE, true, 60_000, 58_000,
                        40_000),
                        new StallProof.Percentile(100, longest, 1_000_290_000, 20_000_000, Allowance.TWO_PERCENT, holds,
                                longest, holds ? 400_000 : 30_000_000, 1_001_000_000)),
                new NullTest(20, 400_000, 2_400, 2_500, 5_000L, null, null, null), 10_000, complaints, proven);
        FaultProof faults = new FaultProof(
                List.of(new FaultProof.Row(Fault.FLIP_BIT, 3, 3, 0, "corrupt: other bytes", List.of())),
                new FaultProof.Clean(10, 10, List.of()), true);
        return new Proof(7, stall, faults, proven);
    }

    private static Ran shown(Proof proof, boolean json) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        int exitCode = ProveOptions.show(proof, new Terminal(print, print, false), json);
        return new Ran(exitCode, out.toString(StandardCharsets.UTF_8), "");
    }
}
