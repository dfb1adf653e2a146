package org.echoscale.results.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.echoscale.results.charts.Chart;
import org.echoscale.results.charts.EChartsSvg;
import org.echoscale.results.charts.ModelsChart;
import org.echoscale.results.files.ModelsFile;
import org.echoscale.results.files.WholeFile;
import org.echoscale.results.models.ModelsResult;
import org.echoscale.results.stats.ModelSentences;

/** What programming models made of the same work, for people: made from its one file alone. */
public final class ModelsReport {
    public static final String HTML = "models.html";
    public static final String SVG = "models.svg";

    private ModelsReport() {}

    /** Writes {@code models.html} and {@code models.svg} beside {@code models.json}, over those of before. */
    public static void write(Path directory) throws IOException {
        ModelsResult result = ModelsFile.read(directory);
        Chart chart = ModelsChart.of(result);
        WholeFile.write(directory.resolve(SVG), new EChartsSvg().file(chart));
        WholeFile.write(directory.resolve(HTML), page(result, chart).getBytes(StandardCharsets.UTF_8));
    }

    private static String page(ModelsResult result, Chart chart) {
        return ChartPage.of(chart.title(),
                "Measured " + ModelsSection.where(result) + ", with Echoscale " + result.version(),
                ModelSentences.of(result), List.of(chart),
                "echoscale " + result.commandLine().stream().map(CommandLine::quoted).collect(Collectors.joining(" ")));
    }
}
