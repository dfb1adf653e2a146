package org.echoscale.results.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.echoscale.results.charts.Chart;
import org.echoscale.results.charts.EChartsSvg;
import org.echoscale.results.charts.WaitCharts;
import org.echoscale.results.files.WaitFile;
import org.echoscale.results.files.WholeFile;
import org.echoscale.results.stats.WaitFigures;

/** What a study of wait calls says to people, made from its one file alone. */
public final class WaitReport {
    public static final String HTML = "waits.html";
    public static final String CHARTS = "charts";

    private WaitReport() {}

    /** Writes {@code waits.html} and the charts beside {@code waits.json}, over those of before. */
    public static WaitFigures write(Path directory) throws IOException {
        WaitFigures figures = WaitFigures.of(WaitFile.read(directory));
        List<Chart> charts = WaitCharts.of(figures);
        if (!charts.isEmpty()) {
            Path folder = WholeFile.folder(directory.resolve(CHARTS));
            EChartsSvg drawing = new EChartsSvg();
            for (Chart chart : charts) {
                WholeFile.write(folder.resolve(chart.id() + ".svg"), drawing.file(chart));
            }
        }
        WholeFile.write(directory.resolve(HTML), WaitPage.of(figures, charts).getBytes(StandardCharsets.UTF_8));
        return figures;
    }
}
