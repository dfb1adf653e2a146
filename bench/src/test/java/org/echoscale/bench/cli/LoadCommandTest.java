package org.echoscale.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.lang.reflect.RecordComponent;
import org.HdrHistogram.Histogram;
import org.echoscale.bench.server.Catalog;
import org.echoscale.bench.server.Listening;
import org.echoscale.core.EchoServer;
import org.echoscale.core.ServerOptions;
import org.echoscale.results.model.EncodedHistogram;
import org.echoscale.results.model.RunManifest.Environment;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LoadCommandTest {

    @Test
    void theDocumentIsATrialAndWhereItWasMeasured() throws IOException {
        Ran ran = load("--connections", "20", "--active", "10%");
        assertThat(ran.exitCode()).as(ran.err()).isEqualTo(ExitCode.INVALID);
        JsonNode document = JsonMapper.shared().readTree(ran.out());

        assertThat(new ArrayList<>(document.propertyNames())).containsExactly("schema", "sequence", "fork", "cell",
                "startedAt", "outcome", "reasons", "seed", "environment");
        assertThat(document.path("outcome").asString()).isEqualTo("FAILED");
        assertThat(document.path("cell").path("active").asInt()).isEqualTo(2);
        JsonNode environment = document.path("environment");
        assertThat(names()).containsAll(environment.propertyNames());
        assertThat(environment.path("cpus").asInt()).isPositive();
        assertThat(environment.path("facts").path("kernel.version").asString()).isNotEmpty();
        assertThat(environment.path("serverCpus").isEmpty()).as("nobody confined the server").isTrue();
    }

    @Test
    void theDocumentOfASearchIsWhatWasFoundAndWhereAndWhatThereIsWithoutAServer() throws IOException {
        Ran ran = program("--find-max", "--slo", "p50=1s", "--connections", "3", "--json");
        assertThat(ran.exitCode()).as(ran.err()).isEqualTo(ExitCode.INVALID);
        JsonNode document = JsonMapper.shared().readTree(ran.out());

        assertThat(new ArrayList<>(document.propertyNames())).containsExactly("what", "goal", "disturbance",
                "interrupted", "seconds", "tries", "seed", "environment", "nullTest");
        assertThat(document.path("environment").path("facts").path("kernel.version").asString()).isNotEmpty();
        assertThat(document.path("nullTest").path("connections").asInt()).isEqualTo(3);
        assertThat(document.path("nullTest").path("ceilingPerSecond").asDouble()).isPositive();
        assertThat(document.path("nullTest").has("openP50Nanos")).as("of which rate?").isFalse();
    }

    @Test
    void aSearchSaysInALineWhatThereIsWithoutAServer() throws IOException {
        assertThat(program("--find-max", "--slo", "p50=1s", "--connections", "3").out())
                .containsPattern(
                        "Not known: the server is not there at .*ECONNREFUSED.*\n  without a server, with 3 active connections and 1 message out on each: [\\d,]+ messages/s");
    }

    @Test
    void theDocumentOfALoadHasItsNullTest() throws IOException {
        JsonNode document = JsonMapper.shared()
                .readTree(program("--rate", "1k", "--connections", "3", "--json").out());
        assertThat(document.path("nullTest").path("connections").asInt()).isEqualTo(3);
        assertThat(document.path("nullTest").path("openP50Nanos").asLong()).isPositive();
    }

    @Test
    void theDocumentOfALoadKeepsHowTheServerWasWarmedUp() throws IOException {
        try (EchoServer server = Catalog.load(List.of())
                .transports()
                .get("epoll-lt")
                .start(ServerOptions.loopback())) {
            Ran ran = Ran.program("load", Listening.text(server.address()), "--connections", "3", "--duration",
                    "100ms", "--warm-up", "200ms", "--json");
            JsonNode document = JsonMapper.shared().readTree(ran.out());
            JsonNode warmUp = document.path("measurement").path("warmUp");
            assertThat(warmUp.path("nanos").asLong()).as(ran.err()).isGreaterThanOrEqualTo(200_000_000);
            assertThat(warmUp.path("messages").asLong()).isPositive();
            assertThat(warmUp.path("sliceCount").asInt()).isBetween(1, 4);
            assertThat(warmUp.path("steady").asBoolean()).as("fewer than five slices").isFalse();
            assertThat(document.has("serverWarmUps")).as("there is no other").isFalse();
        }
    }

    @Test
    void theSeedRepeatsTheRandomChoicesOfAnotherAndIsNamed() throws IOException {
        assertThat(JsonMapper.shared().readTree(load("--seed", "4711").out()).path("seed").asLong()).isEqualTo(4711);
        assertThat(JsonMapper.shared().readTree(load().out()).path("seed").asLong()).isPositive();
    }

    @Test
    void theDocumentHasThePercentilesOfItsHistogramsAsFarAsTheyCarryThem() throws IOException {
        try (EchoServer server = Catalog.load(List.of())
                .transports()
                .get("epoll-lt")
                .start(ServerOptions.loopback())) {
            Ran ran = Ran.program("load", Listening.text(server.address()), "--connections", "3", "--churn", "2",
                    "--duration", "200ms", "--warm-up", "100ms", "--json");
            JsonNode document = JsonMapper.shared().readTree(ran.out());
            for (String times : List.of("latency", "serviceTime")) {
                Histogram histogram = new EncodedHistogram(document.path("measurement").path(times).asString())
                        .decode();
                JsonNode percentiles = document.path("percentiles").path(times);
                assertThat(percentiles.path("samples").asLong()).as(ran.err()).isEqualTo(histogram.getTotalCount());
                assertThat(percentiles.path("longestNanos").asLong()).isEqualTo(histogram.getMaxValue());
                assertThat(percentiles.has("p50Nanos")).isEqualTo(histogram.getTotalCount() >= 200);
                assertThat(percentiles.path("p50Nanos").asLong(histogram.getValueAtPercentile(50)))
                        .isEqualTo(histogram.getValueAtPercentile(50));
            }
        }
    }

    private static List<String> names() {
        return Arrays.stream(Environment.class.getRecordComponents()).map(RecordComponent::getName).toList();
    }

    /** On a port that was free a moment ago: under churn, without a null test, that fails at once. */
    private static Ran load(String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of("--churn", "1", "--json"));
        words.addAll(List.of(more));
        return program(words.toArray(String[]::new));
    }

    private static Ran program(String... more) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        List<String> words = new ArrayList<>(List.of("load", "127.0.0.1:" + port));
        words.addAll(List.of(more));
        return Ran.program(words.toArray(String[]::new));
    }
}
