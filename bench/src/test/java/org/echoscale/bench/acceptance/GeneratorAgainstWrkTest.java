package org.echoscale.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.echoscale.bench.load.Crowd;
import org.echoscale.bench.load.LoadGenerator;
import org.echoscale.bench.load.LoadResult;
import org.echoscale.bench.load.OpenConnections;
import org.echoscale.results.model.Load;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * CPU per message of the generator on an echo server against that of wrk on a server with a fixed reply, request and reply as
 * long as our messages, slice by slice in turn: one thread each, on the last CPU. What wrk needs to start is in its figure, a few
 * milliseconds of a slice of seconds. Run it while nothing else runs. Not part of the usual build, see
 * {@link ManyConnectionsTest}.
 */
@Tag("acceptance")
class GeneratorAgainstWrkTest {
    private static final int ROUNDS = 7;
    private static final int BYTES = 64;
    private static final Duration SLICE = Duration.ofSeconds(2);
    private static final Duration WARM_UP = Duration.ofSeconds(4);
    private static final double MOST = 1.0;
    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in");
    private static final Pattern CPU = Pattern.compile("cpu (\\d+\\.\\d+) (\\d+\\.\\d+)");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {64, 1000})
    void theGeneratorCostsNoMoreThanWrk(int active) throws Exception {
        CPrograms.assumeOnPath("wrk");
        Load load = new Load.Closed(1);
        try (Fixture echo = Fixture.start(CPrograms.compile("echo_epoll", folder), "--second-thread");
                Fixture http = Fixture.start(CPrograms.compile("http_fixed", folder), Integer.toString(BYTES));
                LoadGenerator generator = LoadGenerator.start(OptionalInt.of(Fixture.lastCpu()));
                OpenConnections open = generator.open(echo.target(), new Crowd(active, active, BYTES, 1))) {
            open.warmUp(load, WARM_UP, WARM_UP);
            double[] ours = new double[ROUNDS];
            double[] theirs = new double[ROUNDS];
            double[] ratios = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                LoadResult result = open.measure(load, SLICE);
                ours[round] = result.generator().threadCpuNanos() / 1e3 / result.messages().received();
                theirs[round] = wrk(http.address(), active);
                ratios[round] = ours[round] / theirs[round];
            }
            System.out.printf(Locale.ROOT,
                    "generator CPU a message at %d active: %.2f µs, wrk %.2f µs, ratio of pairs: "
                            + "median %.3f, quartiles %.3f %.3f (asked: at most %.1f)%n",
                    active, Fixture.median(ours),
                    Fixture.median(theirs), Fixture.median(ratios), Fixture.quantile(ratios, 0.25),
                    Fixture.quantile(ratios, 0.75), MOST);
            assertThat(Fixture.median(ratios)).isLessThanOrEqualTo(MOST);
        }
    }

    /** Microseconds of CPU for each request, of all of wrk. */
    private static double wrk(String address, int connections) throws Exception {
        String around = "GET / HTTP/1.1\r\nHost: " + address + "\r\n\r\n"; // all that wrk sends by itself
        String url = "http://" + address + "/" + "x".repeat(BYTES - around.length());
        String said = Fixture.run(List.of("bash", "-c", "TIMEFORMAT='cpu %U %S'; time taskset -c " + Fixture.lastCpu()
                + " wrk -t1 -c" + connections + " -d" + SLICE.toSeconds() + "s " + url));
        Matcher requests = REQUESTS.matcher(said);
        Matcher cpu = CPU.matcher(said);
        assertThat(requests.find() && cpu.find()).as(said).isTrue();
        assertThat(said).doesNotContain("Socket errors", "Non-2xx");
        return (Double.parseDouble(cpu.group(1)) + Double.parseDouble(cpu.group(2))) * 1e6
                / Double.parseDouble(requests.group(1));
    }
}
