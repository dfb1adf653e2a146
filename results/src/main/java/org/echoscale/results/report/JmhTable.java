package org.echoscale.results.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.echoscale.results.charts.Chart.Table;
import org.echoscale.results.files.PlainText;
import org.echoscale.results.jmh.JmhFile;
import org.echoscale.results.jmh.JmhMetric;
import org.echoscale.results.jmh.JmhResult;

/** What JMH measured: a row for each figure, with the numbers that JMH prints. */
public final class JmhTable {
    /** In a run directory: the result as JMH wrote it. */
    public static final String FILE = "jmh.json";

    static final String TITLE = "JMH";
    static final String READING = "Imported: measured by the JMH suites, not by this run, and under their own load. The error is"
            + " half of JMH's 99.9 % confidence interval.";

    private static final int LONGEST = 120;
    private static final double SMALLEST = 0.001;

    private JmhTable() {}

    /**
     * Of the file in a run directory, if there is one.
     *
     * @throws org.echoscale.results.files.ResultFileException when it is no result of JMH
     */
    static Optional<Table> in(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        return Files.notExists(file, LinkOption.NOFOLLOW_LINKS)
                ? Optional.empty()
                : Optional.of(of(JmhFile.read(file)));
    }

    public static Table of(List<JmhResult> results) {
        List<List<String>> rows = new ArrayList<>();
        for (JmhResult result : results) {
            rows.add(row(result, result.shortName(), result.primary()));
            result.secondary()
                    .forEach((name, metric) -> rows.add(row(result, result.shortName() + ":" + name, metric)));
        }
        return new Table(List.of("benchmark", "parameters", "mode", "count", "score", "error", "unit"), rows);
    }

    private static List<String> row(JmhResult result, String name, JmhMetric metric) {
        String parameters = result.parameters()
                .entrySet()
                .stream()
                .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                .collect(Collectors.joining(" "));
        return List.of(plain(name), plain(parameters), result.mode(),
                Integer.toString(metric.forks().stream().mapToInt(List::size).sum()), rounded(metric.score()),
                metric.error() == null ? "" : "± " + rounded(metric.error()), plain(metric.unit()));
    }

    /** Rounded as JMH does it, except for what would come to nothing. */
    private static String rounded(double value) {
        return String.format(Locale.ROOT, value != 0 && Math.abs(value) < SMALLEST ? "%.1e" : "%.3f", value);
    }

    private static String plain(String text) {
        return PlainText.line(text, LONGEST);
    }
}
