package org.echoscale.results.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.echoscale.results.charts.Chart;
import org.echoscale.results.charts.EChartsSvg;
import org.echoscale.results.charts.WaitCharts;
import org.echoscale.results.files.WaitFile;
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
            Path folder = Files.createDirectories(directory.resolve(CHARTS));
            EChartsSvg drawing = new EChartsSvg();
            for (Chart chart : charts) {
                replace(folder.resolve(chart.id() + ".svg"), drawing.draw(chart.option())
                        .replaceFirst("<svg ", "<svg role=\"img\" aria-label=\"" + chart.title() + "\" "));
            }
        }
        replace(directory.resolve(HTML), WaitPage.of(figures, charts));
        return figures;
    }

    /** Whole or not at all, and never through a link that lies in the file's place. */
    private static void replace(Path file, String content) throws IOException {
        Path fresh = file.resolveSibling("." + file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.write(fresh, content.getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
