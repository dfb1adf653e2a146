package org.echoscale.results.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.echoscale.results.charts.Chart;
import org.echoscale.results.charts.Charts;
import org.echoscale.results.charts.EChartsSvg;
import org.echoscale.results.compare.Conditions;
import org.echoscale.results.files.RunDirectory;
import org.echoscale.results.files.RunResults;
import org.echoscale.results.files.WholeFile;
import org.echoscale.results.stats.RunFigures;
import org.echoscale.results.stats.Verdict;

/**
 * What a run says to people, made from its two files alone, as often as one likes. Figures are read once; a report made
 * later sees later trials.
 */
public final class Report {
    public static final String HTML = "report.html";
    public static final String SUMMARY = "summary.md";
    public static final String HISTOGRAMS = "latency.hlog";
    public static final String CHARTS = "charts";

    private final Path directory;
    private final RunResults results;
    private final RunFigures figures;
    private final Beside beside;

    private Report(RunDirectory directory) throws IOException {
        this.directory = directory.path();
        results = directory.read();
        figures = RunFigures.of(results);
        beside = Beside.in(directory.path());
    }

    /**
     * The report of what the files say now; writes nothing.
     *
     * @throws org.echoscale.results.files.ResultFileException when the files are not what they should be
     */
    public static Report of(RunDirectory directory) throws IOException {
        return new Report(directory);
    }

    /** Writes all the files of the report into the directory of the run, over those of an earlier one. */
    public static Report write(RunDirectory directory) throws IOException {
        Report report = of(directory);
        report.write();
        return report;
    }

    /** The verdict in sentences, the most striking first. */
    public List<String> verdict() {
        return Verdict.of(figures);
    }

    /**
     * The verdict and the tables for a terminal, 100 columns wide.
     *
     * @param colour whether the terminal understands ANSI colours
     */
    public String terminal(boolean colour) {
        return TerminalTable.of(figures, colour);
    }

    /** The figures themselves, for other forms of output. */
    public RunFigures figures() {
        return figures;
    }

    /** Writes all its files into the directory of the run, over those of an earlier one. */
    public void write() throws IOException {
        List<Chart> charts = Charts.of(figures);
        Conditions meanwhile = Conditions.of(results);
        writeCharts(charts);
        WholeFile.write(directory.resolve(HISTOGRAMS), HistogramLog.of(results.manifest(), results.trials()));
        WholeFile.write(directory.resolve(SUMMARY),
                SummaryMarkdown.of(figures, meanwhile, beside.jmh()).getBytes(StandardCharsets.UTF_8));
        WholeFile.write(directory.resolve(HTML),
                HtmlReport.of(figures, meanwhile, charts, beside).getBytes(StandardCharsets.UTF_8));
    }

    private void writeCharts(List<Chart> charts) throws IOException {
        Path folder = WholeFile.folder(directory.resolve(CHARTS));
        for (String id : Charts.IDS) {
            Files.deleteIfExists(folder.resolve(id + ".svg"));
        }
        if (charts.isEmpty()) {
            return;
        }
        EChartsSvg drawing = new EChartsSvg();
        for (Chart chart : charts) {
            WholeFile.write(folder.resolve(chart.id() + ".svg"), drawing.file(chart));
        }
    }
}
