package org.echoscale.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.echoscale.bench.plan.PlanKey;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProgramTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "run", "load", "report", "diff", "list", "serve", "doctor", "probe", "models", "waits",
        "jmh", "import", "claims"})
    void everyCommandHasHelpWithExamples(String command) {
        Ran ran = Ran.program((command + " --help").strip().split(" "));
        assertThat(ran.exitCode()).isEqualTo(ExitCode.FINE);
        assertThat(ran.out()).startsWith("Usage: echoscale").contains("Examples:").contains("--verbose");
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void helpListsTheExitCodes() {
        assertThat(Ran.program("--help").out()).contains("Exit codes:")
                .containsSubsequence("0 ", "12 ", "64 ", "70 ",
                        "130 ", "143 ");
    }

    @Test
    void theVersionNamesWhatItRunsOn() {
        Ran ran = Ran.program("--version");
        assertThat(ran.out()).startsWith("echoscale ").contains("Java " + Runtime.version()).hasLineCount(1);
        assertThat(ran.exitCode()).isEqualTo(ExitCode.FINE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "|no command given; see echoscale --help",
        "lst|unknown command 'lst'; nearest: list; known: ",
        "list --jsn|unknown option '--jsn'; nearest: --json; see echoscale list --help",
        "list --jsn=true|unknown option '--jsn=true'; nearest: --json; see echoscale list --help",
        "list --xyzzy|unknown option '--xyzzy'; see echoscale list --help",
        "list all|unexpected 'all'; see echoscale list --help",
        "serve|missing required option: '--transport=NAME'; see echoscale serve --help",
        "serve --transport pol|--transport: no transport is named 'pol'; nearest: poll; known: ",
        "serve --transport poll --port 65536|--port: 65536 is not from 0 to 65535",
        "serve --transport poll --port x|--port: 'x' is not a whole number; see echoscale serve --help",
        "serve --transport poll --loops 0|--loops: '0' is not a count from 1 to ",
        "serve --transport poll --backlog x|--backlog: 'x' is not a count from 1 to ",
        "serve --transport poll --buffer 0|--buffer: '0' is not a size in bytes from 1 to ",
        "serve --transport poll --max-queued 8XB|--max-queued: '8XB' is not a size in bytes from 1 to ",
        "probe 127.0.0.1:7 --parts 0|--parts: '0' is not a count from 1 to 1000",
        "probe 127.0.0.1:7 --connections 5k|--connections: '5k' is not a count from 1 to 1000",
        "probe 127.0.0.1:7 --message=|--message: '' has no bytes, so nothing of it could come back",
        "probe 127.0.0.1:7 --timeout 2000m|--timeout: 120000000 ms is not from 1 ms to 1 hour",
        "probe 127.0.0.1:70000|'127.0.0.1:70000': port 70000 is not from 1 to 65535 (try 127.0.0.1:7007)",
        "models --tasks 2k|--tasks: '2k' is not a count from 1 to 1000",
        "models --steps 0|--steps: '0' is not a count from 1 to 100",
        "models --out pom.xml|--out: pom.xml is there already, and is no folder; name another",
        "waits --out pom.xml|--out: pom.xml is there already, and is no folder; name another",
        "waits --mechanism pol|--mechanism: no mechanism is named 'pol'; nearest: poll; known: select-bitmap, poll, ",
        "claims K2 --out pom.xml|--out: pom.xml is there already, and is no folder; name another",
        "claims K3 --waits src|--waits: there is no waits.json in src; echoscale waits --out src makes one",
        "serve --transport poll --host no.such.host.invalid|--host: 'no.such.host.invalid' is no address",
        "list --plugin absent.jar|plugin absent.jar: no such file",
        "run quik|no plan is named 'quik'; nearest: quick; known: smoke, quick, ci, full; a file's name ends in .plan",
        "run absent.plan|absent.plan: no such plan file",
        "run quick ci|unexpected 'ci'; see echoscale run --help",
        "run --connection 10|unknown option '--connection'; nearest: --connections; see echoscale run --help",
        "run --connections 10q|--connections: '10q' is not a count from 1 to 2147483647 (units: k and M; try 10, 1k or 10k)",
        "run --depth 1025|--depth: 1025 is more than 1024, the most messages that can be timed on each of 64 active",
        "run --depth 1024 --active 10k|--depth: 1024 is more than 64, the most messages that can be timed on each of 10000 active",
        "load 127.0.0.1:7 --depth 1025|--depth: 1025 is more than 1024, the most messages that can be timed on each of 64",
        "run --active 0%|--active: '0%' is not a share above 0% and up to 100% (try 10%, or a count: 64)",
        "run --schedule possion|--schedule: 'possion' is not a schedule; nearest: poisson; known: constant, poisson, burst:16",
        "run --schedule poisson --rate none|--schedule: needs a rate: only an open loop has a schedule",
        "run --churn 0|--churn: '0' is not a count from 1 to 2147483647",
        "run --budget 5 smoke|--budget: '5' is not a duration with its unit (units: ns, us, ms, s and m (min); try",
        "run --budget 1s smoke|--budget: one fork takes about ",
        "run --forks 1M|--forks: '1M' is not a count from 1 to 1000",
        "run --budget 1m --forks 2|--budget: picks the number of forks; leave out --forks",
        "run --noise-from absent --dry-run|absent: no run here: there is no file run.json in it",
        "run --noise-from src|--noise-from: is for --dry-run and --budget, which tell the precision beforehand",
        "run --payload 1GB|--payload: '1GB' is not a size in bytes from 1 to 2147483647 (units: B, kB, MB, KiB and MiB;",
        "run --out src smoke|--out: src is not empty and holds no run; name a new or an empty folder",
        "run --transport poll,pol|--transport: no transport is named 'pol'; nearest: poll; known: ",
        "run --rate none --depth none|--depth and --rate: depth and rate are both 'none', and there is no churn; give one of them a value",
        "run --out pom.xml smoke|--out: pom.xml: is there already, and is no folder",
        "run --out pom.xml/x smoke|--out: ",
        "run --plugin pom.xml|plugin pom.xml: is no readable jar",
        "load|missing required parameter: 'HOST:PORT'; see echoscale load --help",
        "load here|'here' is not HOST:PORT (try 127.0.0.1:7007)",
        "load 127.0.0.1:0|'127.0.0.1:0': port 0 is not from 1 to 65535",
        "load 127.0.0.1:x|'127.0.0.1:x': 'x' is not a port (try 127.0.0.1:7007)",
        "load no.such.host.invalid:7|'no.such.host.invalid:7': host 'no.such.host.invalid' is unknown",
        "load 127.0.0.1:7 --connections 10 --active 20|--active: 20 is more than --connections 10",
        "load 127.0.0.1:7 --payload 20MiB|--payload: '20MiB' is more than 16MiB, the largest message",
        "load 127.0.0.1:7 --pid x|--pid: 'x' is not a whole number; see echoscale load --help",
        "run --external x=127.0.0.1|--external: '127.0.0.1' is not HOST:PORT (try 127.0.0.1:7007)",
        "run --external x=127.0.0.1:0|--external: '127.0.0.1:0': port 0 is not from 1 to 65535",
        "load 127.0.0.1:7 --connections 2000M|--connections: 2000000000 connections need 2000000050 descriptors; RLIMIT_NOFILE is ",
        "load 127.0.0.1:7 --active 101%|--active: '101%' is not a share above 0% and up to 100% (try 10%, or a count: 64)",
        "load 127.0.0.1:7 --find-max=connections --slo p99=2ms --active 10%|--active: '10%' changes with the connections that",
        "load 127.0.0.1:7 --find-max --slo p99=2ms --rate 10|--rate: 10/s is too low to tell p99: that takes 10,000 messages, and a try lasts 30 s at most; give 334/s or more",
        "load 127.0.0.1:7 --find-max=connections --slo p99.9=2ms --rate 3k|--rate: 3000/s is too low to tell p99.9: that",
        "load 127.0.0.1:7 --find-max --slo p99=2ms --rate 6M|--rate: 6000000/s is more than 5000000/s, the most that is tried",
        "load 127.0.0.1:7 --find-max --slo p50=3001ms|--slo: 'p50=3001ms' cannot be told: a reply is awaited for 3 s after a try; give 3 s or less",
        "load 127.0.0.1:7 --rate 5 --depth 1|--rate is of an open loop, --depth of a closed one",
        "load 127.0.0.1:7 --duration 2|--duration: '2' is not a duration with its unit (units: ns, us, ms, s and m (min); try",
        "report|missing required parameter: 'DIR'; see echoscale report --help",
        "report absent|absent: no run here: there is no file run.json in it"})
    void aMistakeIsOneLineAndTheExitCodeOfUsage(String words, String message) {
        Ran ran = words == null ? Ran.program() : Ran.program(words.split(" "));
        assertThat(ran.err()).startsWith("echoscale: " + message).hasLineCount(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"models --out pom.xml/x", "claims K2 --out pom.xml/x", "waits --out pom.xml/x"})
    void aFolderThatCannotBeMadeIsToldBeforeAnythingIsMeasured(String words) {
        Ran ran = Ran.program(words.split(" ", -1));
        assertThat(ran.err()).startsWith("echoscale: the results cannot be written: ").hasLineCount(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.exitCode()).isEqualTo(ExitCode.OUTPUT);
    }

    @Test
    void anAddressThatCannotBeHadIsOneLineAndAnotherExitCode() {
        Ran ran = Ran.program("serve", "--transport", "poll", "--host", "192.0.2.1");
        assertThat(ran.err()).startsWith("echoscale: poll cannot listen on 192.0.2.1:0: ").hasLineCount(1);
        assertThat(ran.exitCode()).isEqualTo(ExitCode.INTERNAL);
    }

    @Test
    void aDryRunPrintsThePlanInForceWithTheOriginOfEachValue(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("my.plan"), "connections = 10, 1M\nforks = 3\n");
        Ran ran = Ran.program("run", file.toString(), "--forks", "5", "--transport", "poll,select", "--seed", "7",
                "--dry-run");
        assertThat(ran.exitCode()).isEqualTo(ExitCode.FINE);
        assertThat(ran.out()).contains(
                "# Plan my with --transport poll,select --forks 5 --seed 7: 2 transports, 2 numbers of connections, 5 forks.")
                .containsPattern("forks +?= 5 +# --forks")
                .containsPattern("connections = 10, 1M +# .*my.plan:1")
                .containsPattern("seed +?= 7 +# --seed")
                .containsPattern("active +?= 64 +# default")
                .contains("# skipped: poll, 1000000 connections: 1000000 connections need 1000050 descriptors;")
                .contains("# skipped: select, 1000000 connections: select serves at most ");
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void aDryRunTellsWhatTheForksBuyAndFromWhere() {
        Ran ran = Ran.program("run", "smoke", "--forks", "5", "--dry-run");
        assertThat(ran.out()).contains("# Precision at 95 % of a cell of middling spread, from 5 forks:",
                "# if forks lie as far apart as in the published run of 2026-11-28 on ")
                .containsPattern("(?m)^#   CPU per message +(±|-)\\d+.* %$")
                .containsPattern("(?m)^# Expect more: windows are shorter here, 0.30 s and not 0.55 s.$");
        assertThat(Ran.program("run", "smoke", "--dry-run").out())
                .contains("# Precision: no interval: one fork shows no spread");
    }

    @Test
    void theSpreadMayComeFromAnotherRun() {
        Ran ran = Ran.program("run", "smoke", "--forks", "2", "--depth", "none", "--noise-from",
                "../results/published/2026-11-28-quick-5-forks", "--dry-run");
        assertThat(ran.out()).contains("# if forks lie as far apart as in the run in ../results/published/")
                .contains("p99, open loop")
                .doesNotContain("CPU per message");
    }

    @Test
    void aBudgetBecomesAsManyForksAsFit() {
        JsonNode one = dry("smoke", "--forks", "1");
        long fork = dry("smoke", "--forks", "2").get("estimatedSeconds").asLong()
                - one.get("estimatedSeconds").asLong();
        JsonNode document = dry("smoke", "--budget", "5m");
        assertThat(document.get("estimatedSeconds").asLong()).isBetween(300 - fork - 2, 300L);
        int forks = document.get("plan").get("forks").asInt();
        assertThat(document.get("settings").get("forks").get("text").asString()).isEqualTo(String.valueOf(forks));
        assertThat(document.get("settings").get("forks").get("origin").asString()).isEqualTo("--budget 5m");
        JsonNode precision = document.get("precision");
        assertThat(precision.get("forks").asInt()).isEqualTo(forks);
        assertThat(precision.get("confidence").asDouble()).isEqualTo(0.95);
        assertThat(precision.get("source").asString()).startsWith("the published run of ");
        assertThat(precision.get("intervals").get(0).get("figure").asString()).isEqualTo("CPU");
        assertThat(precision.get("intervals").get(0).get("low").asDouble()).isNegative();
        assertThat(one.has("precision")).isFalse();
    }

    private static JsonNode dry(String... words) {
        List<String> all = new ArrayList<>(List.of("run"));
        all.addAll(List.of(words));
        all.addAll(List.of("--dry-run", "--json"));
        return JsonMapper.builder().build().readTree(Ran.program(all.toArray(String[]::new)).out());
    }

    @Test
    void aDryRunCountsOneAsOne() {
        Ran ran = Ran.program("run", "--transport", "sequential", "--connections", "10", "--forks", "1", "--dry-run");
        assertThat(ran.out()).contains(": 1 transport, 1 number of connections, 1 fork.")
                .contains("sequential serves at most 1 connection (");
    }

    @Test
    void whatADryRunPrintsIsAPlanFileOfTheSamePlan(@TempDir Path folder) throws IOException {
        String printed = Ran.program("run", "smoke", "--seed", "7", "--dry-run").out();
        Path file = Files.writeString(folder.resolve("smoke.plan"), printed);
        String again = Ran.program("run", file.toString(), "--dry-run").out();
        assertThat(values(again)).isEqualTo(values(printed)).hasSize(PlanKey.values().length);
    }

    @Test
    void aDryRunIsThereForProgramsToo() {
        Ran ran = Ran.program("run", "smoke", "--connections", "10,1M", "--transport", "poll", "--dry-run", "--json");
        JsonNode document = JsonMapper.builder().build().readTree(ran.out());
        assertThat(document.get("plan").get("name").asString()).isEqualTo("smoke");
        assertThat(document.get("overrides").asString()).isEqualTo("--transport poll --connections 10,1M");
        assertThat(document.get("settings").get("forks").get("origin").asString()).startsWith("smoke.plan:");
        assertThat(document.get("order").get(0).get("subject").asString()).isEqualTo("poll");
        assertThat(document.get("cells").asInt()).isEqualTo(1);
        assertThat(document.get("estimatedSeconds").asInt()).isBetween(1, 10);
        assertThat(document.get("skipped").get(0).get("connections").asInt()).isEqualTo(1_000_000);
        assertThat(document.get("skipped").get(0).get("reason").get("message").asString()).contains("1000000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "doctor", "--help", "run smoke --dry-run", "serve --transport poll"})
    void anOutputThatCannotBeWrittenIsOneLineAndAnExitCode(String words) {
        Ran ran = Ran.intoAFullDisk(words.split(" "));
        assertThat(ran.err()).startsWith("echoscale: the standard output cannot be written").hasLineCount(1);
        assertThat(ran.exitCode()).isEqualTo(ExitCode.OUTPUT);
    }

    @Test
    void aRunInWhichNothingWasMeasuredHasNoReportAndSaysSo(@TempDir Path folder) throws IOException {
        Path run = copyOfARun(folder);
        Files.writeString(run.resolve("trials.jsonl"), "");
        Ran ran = Ran.program("report", run.toString());
        assertThat(ran.err())
                .isEqualTo(
                        "echoscale: " + run + ": no report: nothing has been measured in this run yet\n");
        assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.resolve("report.html")).doesNotExist();
    }

    /** Bytes of all kinds, a carriage return before the first wrong one of a line among them. */
    @Test
    void aRunNoTrialOfWhichCanBeReadIsNotCalledOneInWhichNothingWasMeasured(@TempDir Path folder)
            throws IOException {
        Path run = copyOfARun(folder);
        Files.write(run.resolve("trials.jsonl"), new byte[]{'{', '\r', '\r', (byte) 0x80, '\n', 0, '\n', 7});
        for (Ran ran : List.of(Ran.program("report", run.toString()),
                Ran.program("diff", run.toString(), run.toString()))) {
            assertThat(ran.err()).hasLineCount(1)
                    .contains(run + ": ",
                            "none of the 3 lines of trials.jsonl can be read as a trial; line 1: not JSON",
                            "; restore the file from a copy, or measure again")
                    .doesNotContain("nothing has been measured");
            assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, late, 0", "2, late, 12", "1, connection-lost, 12", "1, server-died, 12"})
    void aCellOfWhichMostForksCountIsBelievedUnlessAServerDidWrong(int invalid, String reason, int code,
            @TempDir Path folder) throws IOException {
        Path run = copyOfARun(folder);
        List<String> lines = new ArrayList<>();
        JsonNode first = firstValid();
        for (int fork = 1; fork <= 3; fork++) {
            ObjectNode trial = (ObjectNode) first.deepCopy();
            trial.put("fork", fork).put("sequence", fork);
            if (fork <= invalid) {
                trial.put("outcome", "INVALID").putArray("reasons").addObject().put("code", reason).put("message", "x");
            }
            lines.add(trial.toString());
        }
        Files.write(run.resolve("trials.jsonl"), lines);
        Ran ran = Ran.program("report", run.toString());
        assertThat(ran.exitCode()).isEqualTo(code);
        assertThat(ran.out()).contains(code == 0
                ? "1 of 1 cell rests on 2 of 3 forks, as the others are INVALID: "
                : "1 of 1 cell must not be believed: ").contains("INVALID (");
    }

    private static JsonNode firstValid() throws IOException {
        try (Stream<String> trials = Files
                .lines(Path.of("../results/published/2026-11-28-quick-5-forks/trials.jsonl"))) {
            return trials.map(JsonMapper.shared()::readTree)
                    .filter(trial -> trial.get("outcome").asString().equals("VALID"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void aRunInWhichEveryTrialWasSkippedHasNothingToBelieve(@TempDir Path folder) throws IOException {
        Path run = copyOfARun(folder);
        ObjectNode trial = (ObjectNode) JsonMapper.shared()
                .readTree(Files.readAllLines(run.resolve("trials.jsonl")).getFirst());
        trial.remove("measurement");
        trial.put("outcome", "SKIPPED").putArray("reasons").addObject().put("code", "x").put("message", "made up");
        Files.writeString(run.resolve("trials.jsonl"), trial + "\n");
        Ran ran = Ran.program("report", run.toString());
        assertThat(ran.out()).startsWith("No trial is VALID (").contains("1 SKIPPED)");
        assertThat(ran.exitCode()).isEqualTo(ExitCode.INVALID);
    }

    @Test
    void aReportThatCannotBeWrittenIsOneLineAndAnExitCode(@TempDir Path folder) throws IOException {
        Path run = copyOfARun(folder);
        Files.createDirectories(run.resolve(".summary.md.new/in-the-way"));
        Ran ran = Ran.program("report", run.toString());
        assertThat(ran.err()).startsWith("echoscale: results cannot be written to " + run + ": ").hasLineCount(1);
        assertThat(ran.exitCode()).isEqualTo(ExitCode.OUTPUT);
    }

    @Test
    void whatLiesInTheOutputFolderIsLeftAlone(@TempDir Path folder) throws IOException {
        Path mine = Files.writeString(folder.resolve("thesis.txt"), "mine");
        assertThat(Ran.program("run", "smoke", "--out", folder.toString()).exitCode()).isEqualTo(ExitCode.USAGE);
        try (Stream<Path> content = Files.list(folder)) {
            assertThat(content).containsExactly(mine);
        }
    }

    /** Its first trials. */
    private static Path copyOfARun(Path folder) throws IOException {
        try (Stream<Path> runs = Files.list(Path.of("../results/published"))) {
            Path published = runs.filter(run -> Files.exists(run.resolve("trials.jsonl"))).findFirst().orElseThrow();
            Path run = Files.createDirectory(folder.resolve("run"));
            Files.copy(published.resolve("run.json"), run.resolve("run.json"));
            try (Stream<String> trials = Files.lines(published.resolve("trials.jsonl"))) {
                Files.write(run.resolve("trials.jsonl"), trials.limit(4).toList());
            }
            return run;
        }
    }

    private static List<String> values(String plan) {
        return plan.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceFirst("#.*", "").strip())
                .toList();
    }

    @Test
    void aStackTraceIsShownWhenAskedFor() {
        assertThat(Ran.program("list", "--verbose", "--plugin", "absent.jar").err())
                .contains("at org.echoscale.bench.server.Catalog");
        assertThat(Ran.program("--verbose", "list", "--plugin", "absent.jar").err())
                .contains("at org.echoscale.bench.server.Catalog");
    }

    @Test
    void listsEveryTransportWithItsMechanism() {
        assertThat(Ran.program("list").out().lines()).anySatisfy(
                line -> assertThat(line).matches("NAME +RUNS HERE +LIMIT +MECHANISM"))
                .anySatisfy(
                        line -> assertThat(line).matches("epoll-et +yes +- +.*edge.*"));
    }

    @Test
    void listsAsJsonForPrograms() {
        JsonNode rows = JsonMapper.builder().build().readTree(Ran.program("list", "--json").out());
        assertThat(rows.isArray()).isTrue();
        assertThat(rows.valueStream().map(row -> row.get("name").asString())).contains("epoll-et", "select");
        assertThat(rows.valueStream()
                .filter(row -> row.get("name").asString().equals("epoll-et"))
                .toList()
                .getFirst()
                .has("connectionLimit")).isFalse();
    }

    @Test
    void theDoctorNamesEachLimitAndWhichBinds() {
        Ran ran = Ran.program("doctor");
        assertThat(ran.out()).contains("RLIMIT_NOFILE", "ip_local_port_range", "somaxconn", "FD_SETSIZE",
                "available memory", "an estimate")
                .containsPattern("(?m)^\\S.* \\d+ +binds  \\w")
                .containsPattern("^Servers without a thread per connection: up to \\d+ connections; \\S.* binds?\\.")
                .contains("per connection (thread-platform): up to ");
        assertThat(ran.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(TextTable.WIDTH));
        assertThat(ran.exitCode()).isEqualTo(ExitCode.FINE);
    }

    @Test
    void theDoctorSpeaksJsonToo() {
        JsonNode found = JsonMapper.builder().build().readTree(Ran.program("doctor", "--json").out());
        JsonNode descriptors = found.get("limits").get(0);
        assertThat(descriptors.get("name").asString()).isEqualTo("RLIMIT_NOFILE");
        assertThat(descriptors.get("connections").asLong()).isPositive();
        assertThat(descriptors.get("value").isString()).isTrue();
        assertThat(found.get("reach").valueStream().map(group -> group.get("threadsPerConnection").asInt()))
                .containsExactly(0, 1);
        assertThat(found.get("reach").get(0).get("boundBy").get(0).isString()).isTrue();
    }

    @Test
    void theListFitsATerminal() {
        assertThat(Ran.program("list").out().lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(TextTable.WIDTH));
    }
}
