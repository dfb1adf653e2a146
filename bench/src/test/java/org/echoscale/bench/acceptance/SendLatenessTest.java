package org.echoscale.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import org.echoscale.bench.load.Crowd;
import org.echoscale.bench.load.LoadGenerator;
import org.echoscale.bench.load.LoadResult;
import org.echoscale.bench.load.OpenConnections;
import org.echoscale.results.model.Load;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How late the generator sends, against a program in C that does nothing but spin for the same times, on the same server in
 * turn. Run it while nothing else runs. Not part of the usual build, see {@link ManyConnectionsTest}.
 */
@Tag("acceptance")
@NullUnmarked // what an open loop has beside the latency is asserted to be there by use
class SendLatenessTest {
    private static final int ROUNDS = 9;
    private static final int ACTIVE = 64;
    private static final Duration WINDOW = Duration.ofSeconds(1);
    private static final Duration WARM_UP = Duration.ofSeconds(4);
    private static final Pattern SAID = Pattern.compile(
            "\"answered\":(\\d+),\"wallNanos\":(\\d+),\"p50Nanos\":(\\d+),\"p99Nanos\":(\\d+)");
    private static final double MOST_OF_C = 1.5;
    private static final double P50_NANOS = 1_000;
    private static final double P99_NANOS = 20_000;
    private static final double RATE_TOLERANCE = 0.0005;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {10_000, 50_000})
    void theGeneratorSendsAsPunctuallyAsASpinnerInC(int rate) throws Exception {
        Path spinner = CPrograms.compile("open_spinner", folder);
        Load load = new Load.Open(rate, Load.Schedule.CONSTANT);
        try (Fixture server = Fixture.start(CPrograms.compile("echo_epoll", folder), "--second-thread");
                LoadGenerator generator = LoadGenerator.start(OptionalInt.of(Fixture.lastCpu()));
                OpenConnections open = generator.open(server.target(), new Crowd(ACTIVE, ACTIVE, 64, 1))) {
            open.warmUp(new Load.Closed(1), WARM_UP, WARM_UP);
            open.warmUp(load, WARM_UP, WARM_UP);
            double[][] ours = new double[3][ROUNDS];
            double[][] theirs = new double[3][ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                LoadResult result = open.measure(load, WINDOW);
                Histogram late = result.sendLateness();
                ours[0][round] = (double) late.getValueAtPercentile(50);
                ours[1][round] = (double) late.getValueAtPercentile(99);
                ours[2][round] = result.messages().received() * 1e9 / result.durationNanos() / rate;
                Matcher said = SAID.matcher(Fixture.run(List.of("taskset", "-c", Integer.toString(Fixture.lastCpu()),
                        spinner.toString(), server.address(), Integer.toString(rate),
                        Long.toString(WINDOW.toSeconds()), "0.3", Integer.toString(ACTIVE), "64")));
                assertThat(said.find()).isTrue();
                theirs[0][round] = number(said, 3);
                theirs[1][round] = number(said, 4);
                theirs[2][round] = number(said, 1) * 1e9 / number(said, 2) / rate;
            }
            String[] rows = {"p50 in ns", "p99 in ns", "rate achieved"};
            for (int i = 0; i < rows.length; i++) {
                System.out.printf(Locale.ROOT,
                        "send lateness at %,d/s, %s: ours %.5g (%.5g to %.5g), spinner in C %.5g "
                                + "(%.5g to %.5g), ratio of medians %.3f%n",
                        rate, rows[i], Fixture.median(ours[i]),
                        Fixture.quantile(ours[i], 0), Fixture.quantile(ours[i], 1), Fixture.median(theirs[i]),
                        Fixture.quantile(theirs[i], 0), Fixture.quantile(theirs[i], 1),
                        Fixture.median(ours[i]) / Fixture.median(theirs[i]));
            }
            assertThat(Fixture.median(ours[0])).isLessThanOrEqualTo(
                    Math.max(P50_NANOS, MOST_OF_C * Fixture.median(theirs[0])));
            assertThat(Fixture.median(ours[1])).isLessThanOrEqualTo(
                    Math.max(P99_NANOS, MOST_OF_C * Fixture.median(theirs[1])));
            assertThat(Math.abs(Fixture.median(ours[2]) - 1)).isLessThanOrEqualTo(RATE_TOLERANCE);
        }
    }

    private static double number(Matcher said, int group) {
        return Double.parseDouble(said.group(group));
    }
}
