package org.echoscale.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProgramTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "list", "serve", "doctor"})
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
    @CsvSource(delimiter = '|', value = {
        "|no command given; see echoscale --help",
        "lst|unknown command 'lst'; nearest: list; known: ",
        "list --jsn|unknown option '--jsn'; nearest: --json; see echoscale list --help",
        "list --jsn=true|unknown option '--jsn=true'; nearest: --json; see echoscale list --help",
        "list --xyzzy|unknown option '--xyzzy'; see echoscale list --help",
        "list all|unexpected 'all'; see echoscale list --help",
        "serve|Missing required option: '--transport=NAME'; see echoscale serve --help",
        "serve --transport pol|--transport: no transport is named 'pol'; nearest: poll; known: ",
        "serve --transport poll --port 65536|--port: 65536 is not from 0 to 65535",
        "serve --transport poll --port x|Invalid value for option '--port': 'x' is not an int; see",
        "serve --transport poll --loops 0|a server cannot be started like that: eventLoops 0 < 1",
        "serve --transport poll --host no.such.host.invalid|--host: 'no.such.host.invalid' is no address",
        "list --plugin absent.jar|plugin absent.jar: no such file"})
    void aMistakeIsOneLineAndTheExitCodeOfUsage(String words, String message) {
        Ran ran = words == null ? Ran.program() : Ran.program(words.split(" "));
        assertThat(ran.err()).startsWith("echoscale: " + message).hasLineCount(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void anAddressThatCannotBeHadIsOneLineAndAnotherExitCode() {
        Ran ran = Ran.program("serve", "--transport", "poll", "--host", "192.0.2.1");
        assertThat(ran.err()).startsWith("echoscale: poll cannot listen on 192.0.2.1:0: ").hasLineCount(1);
        assertThat(ran.exitCode()).isEqualTo(ExitCode.INTERNAL);
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
                .get("connectionLimit")
                .isNull()).isTrue();
    }

    @Test
    void theDoctorNamesEachLimitAndHowToRaiseIt() {
        String out = Ran.program("doctor").out();
        assertThat(out).contains("RLIMIT_NOFILE", "ip_local_port_range", "somaxconn", "FD_SETSIZE", "available memory",
                "an estimate", "To raise them:", "sudo sysctl -w");
        assertThat(Ran.program("doctor").exitCode()).isEqualTo(ExitCode.FINE);
    }

    @Test
    void theDoctorSpeaksJsonToo() {
        JsonNode found = JsonMapper.builder().build().readTree(Ran.program("doctor", "--json").out());
        JsonNode descriptors = found.get("limits").get(0);
        assertThat(descriptors.get("name").asString()).isEqualTo("RLIMIT_NOFILE");
        assertThat(descriptors.get("connections").asLong()).isPositive();
        assertThat(descriptors.get("value").isString()).isTrue();
    }
}
