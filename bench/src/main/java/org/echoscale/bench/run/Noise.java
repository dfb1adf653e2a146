package org.echoscale.bench.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.echoscale.results.files.PlainText;
import org.echoscale.results.files.ResultFileException;
import org.echoscale.results.files.RunDirectory;
import org.echoscale.results.files.RunResults;
import org.echoscale.results.model.RunManifest;
import org.echoscale.results.stats.ForkSpread;
import org.echoscale.results.stats.ForkSpread.Figure;
import org.echoscale.results.stats.RunFigures;

/**
 * How far forks lay apart in a run that was measured, from which the precision of one that is not can be told.
 *
 * @param source which run, for people
 * @param window length of its measured windows
 */
public record Noise(String source, Duration window, ForkSpread spread) {
    /** The folder of the run in {@code results/published} that {@link #published} is from. */
    static final String PUBLISHED = "2026-11-28-quick-5-forks";

    /** What the program knows without a run of yours; a test works it out again from the run. */
    public static Noise published() {
        return new Noise("the published run of 2026-11-28 on Intel(R) Xeon(R) Processor, 5 forks",
                Duration.ofMillis(550),
                new ForkSpread(Map.of(Figure.CPU, 0.039, Figure.CPU_RATIO, 0.060, Figure.CPU_QUOTIENT, 0.034,
                        Figure.THROUGHPUT, 0.047, Figure.P50, 0.016, Figure.P99, 1.111)));
    }

    /**
     * That of the run in a directory.
     *
     * @throws ResultFileException when there is none, or none with two forks
     */
    public static Noise of(Path directory) throws IOException {
        RunResults results = RunDirectory.open(directory).read();
        return new Noise("the run in " + directory + ", " + described(results.manifest()),
                Duration.ofNanos(results.manifest().plan().durationNanos()),
                ForkSpread.of(RunFigures.of(results))
                        .orElseThrow(() -> new ResultFileException(directory,
                                "no cell has valid trials of two forks, so nothing shows how far forks lie apart")));
    }

    /** {@code "2026-11-23 on Some CPU, 5 forks"}. */
    static String described(RunManifest run) {
        return DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC).format(run.startedAt()) + " on "
                + PlainText.line(run.environment().cpuModel()) + ", " + run.plan().forks()
                + (run.plan().forks() == 1 ? " fork" : " forks");
    }
}
