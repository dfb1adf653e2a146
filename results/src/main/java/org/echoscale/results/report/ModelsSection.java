package org.echoscale.results.report;

import java.time.temporal.ChronoUnit;
import org.echoscale.results.charts.Chart;
import org.echoscale.results.charts.ModelsChart;
import org.echoscale.results.model.RunManifest.Environment;
import org.echoscale.results.models.ModelsResult;
import org.echoscale.results.stats.ModelSentences;

/**
 * What programming models made of the same work, as a part of a page: in the report of a run beside which it lies, what was found, the
 * time line with its table, and where it was measured.
 *
 * @param result what was found
 * @param chart the time line
 */
record ModelsSection(ModelsResult result, Chart chart) {

    static ModelsSection of(ModelsResult result) {
        return new ModelsSection(result, ModelsChart.of(result));
    }

    /** All of it. */
    void addTo(Page page) {
        page.section("time-line", chart.title())
                .paragraph("what", "Without any of the servers: measured by itself, " + where(result) + ". "
                        + ModelsReport.HTML + " has it on a page of its own.")
                .add("<ul>\n");
        ModelSentences.of(result).forEach(sentence -> page.add("<li>").text(sentence).add("</li>\n"));
        page.add("</ul>\n");
        ChartPage.figure(page, chart);
        page.end();
    }

    /** When, and on what. */
    static String where(ModelsResult result) {
        Environment environment = result.environment();
        return result.startedAt().truncatedTo(ChronoUnit.SECONDS) + ", on " + environment.cpuModel() + ", "
                + environment.cpus() + (environment.cpus() == 1 ? " CPU, " : " CPUs, ") + environment.os() + ", "
                + environment.jvm();
    }
}
