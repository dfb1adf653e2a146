package org.echoscale.results.report;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.echoscale.results.model.Cell;
import org.echoscale.results.model.EncodedHistogram;
import org.echoscale.results.model.Measurement;
import org.echoscale.results.model.RunManifest;
import org.echoscale.results.model.Trial;
import org.jspecify.annotations.Nullable;

/**
 * {@code latency.hlog}: the histograms of all measured trials in HdrHistogram's log format, for its tools. A tag says
 * which is which: {@code epoll-et_10000_closed_fork2_VALID_latency}. Values are nanoseconds, maxima in milliseconds.
 */
final class HistogramLog {

    private HistogramLog() {}

    static byte[] of(RunManifest manifest, List<Trial> trials) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
            HistogramLogWriter log = new HistogramLogWriter(out);
            long start = manifest.startedAt().toEpochMilli();
            log.outputComment("[made from trials.jsonl by echoscale]");
            log.outputLogFormatVersion();
            log.outputStartTime(start);
            log.setBaseTime(start);
            log.outputLegend();
            for (Trial trial : trials) {
                Measurement m = trial.measurement();
                if (m != null) {
                    write(log, trial, m, "latency", m.latency());
                    write(log, trial, m, "service", m.serviceTime());
                    write(log, trial, m, "lateness", m.sendLateness());
                }
            }
        }
        return bytes.toByteArray();
    }

    private static void write(HistogramLogWriter log, Trial trial, Measurement m, String what,
            @Nullable EncodedHistogram encoded) {
        if (encoded == null) {
            return;
        }
        Histogram histogram = encoded.decode();
        Cell cell = trial.cell();
        // The format separates by commas and spaces.
        histogram.setTag(cell.subject().replaceAll("[^A-Za-z0-9.-]", "-") + "_" + cell.connections() + "_"
                + cell.load().kind() + "_fork" + trial.fork() + "_" + trial.outcome() + "_" + what);
        long start = trial.startedAt().toEpochMilli();
        histogram.setStartTimeStamp(start);
        histogram.setEndTimeStamp(start + m.durationNanos() / 1_000_000);
        log.outputIntervalHistogram(histogram);
    }
}
