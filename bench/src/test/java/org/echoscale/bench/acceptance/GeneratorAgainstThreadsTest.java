package org.echoscale.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalInt;
import org.echoscale.bench.load.Crowd;
import org.echoscale.bench.load.LoadGenerator;
import org.echoscale.bench.load.LoadResult;
import org.echoscale.bench.load.OpenConnections;
import org.echoscale.bench.load.ThreadPerConnectionClient;
import org.echoscale.results.model.Load;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * CPU per message of the generator against that of a client with a thread for each connection: the same messages, checks and
 * histogram, the same server, slice by slice in turn, both on the last CPU. Run it while nothing else runs. Not part of the
 * usual build, see {@link ManyConnectionsTest}.
 */
@Tag("acceptance")
class GeneratorAgainstThreadsTest {
    private static final int ROUNDS = 11;
    private static final Duration SLICE = Duration.ofMillis(500);
    private static final Duration WARM_UP = Duration.ofSeconds(4);
    private static final double MOST = 0.5;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {64, 1000, 9000})
    void theGeneratorCostsHalfOfAClientWithAThreadForEachConnection(int active) throws Exception {
        Load load = new Load.Closed(1);
        try (Fixture server = Fixture.start(CPrograms.compile("echo_epoll", folder), "--second-thread");
                LoadGenerator generator = LoadGenerator.start(OptionalInt.of(Fixture.lastCpu()));
                OpenConnections open = generator.open(server.target(), new Crowd(active, active, 64, 1));
                ThreadPerConnectionClient threads = ThreadPerConnectionClient.open(server.target().address(), active,
                        64, Fixture.lastCpu())) {
            open.warmUp(load, WARM_UP, WARM_UP);
            threads.measure(WARM_UP);
            double[] ours = new double[ROUNDS];
            double[] theirs = new double[ROUNDS];
            double[] ratios = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                LoadResult result = open.measure(load, SLICE);
                ours[round] = result.generator().threadCpuNanos() / 1e3 / result.messages().received();
                ThreadPerConnectionClient.Result other = threads.measure(SLICE);
                theirs[round] = other.cpuNanos() / 1e3 / other.messages();
                ratios[round] = ours[round] / theirs[round];
            }
            System.out.printf(Locale.ROOT,
                    "generator CPU a message at %d active: %.2f µs, a thread for each connection "
                            + "%.2f µs, ratio of pairs: median %.3f, quartiles %.3f %.3f (asked: at most %.1f)%n",
                    active,
                    Fixture.median(ours), Fixture.median(theirs), Fixture.median(ratios),
                    Fixture.quantile(ratios, 0.25), Fixture.quantile(ratios, 0.75), MOST);
            assertThat(Fixture.median(ratios)).isLessThanOrEqualTo(MOST);
        }
    }
}
