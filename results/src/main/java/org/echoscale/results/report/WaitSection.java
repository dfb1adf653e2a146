package org.echoscale.results.report;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.echoscale.results.charts.Chart;
import org.echoscale.results.charts.Chart.Table;
import org.echoscale.results.charts.WaitCharts;
import org.echoscale.results.model.WaitCosts;
import org.echoscale.results.stats.WaitFigures;
import org.echoscale.results.stats.WaitSentences;

/**
 * A study of wait calls as a part of a page: in the report of a run beside which it lies, what was found, the charts of its first
 * kind of descriptors, and the cost model.
 *
 * @param figures of the study
 * @param charts the ones to show
 */
record WaitSection(WaitFigures figures, List<Chart> charts) {
    static final String TITLE = "What the wait calls themselves cost";

    static WaitSection of(WaitCosts costs) {
        WaitFigures figures = WaitFigures.of(costs);
        return new WaitSection(figures, WaitCharts.first(figures));
    }

    /** All of it. */
    void addTo(Page page) {
        page.section("waits", TITLE)
                .paragraph("what", "Without any server: a study of its own, "
                        + figures.costs().startedAt().truncatedTo(ChronoUnit.SECONDS) + ", on " + where() + ", "
                        + rounds(figures) + ". " + WaitReport.HTML + " has all of its charts and figures.");
        List<String> sentences = WaitSentences.of(figures);
        if (!sentences.isEmpty()) {
            page.add("<ul>\n");
            sentences.forEach(sentence -> page.add("<li>").text(sentence).add("</li>\n"));
            page.add("</ul>\n");
        }
        figures(page, charts);
        Table models = WaitTables.models(figures);
        if (!models.rows().isEmpty()) {
            page.add("<h3>Cost model</h3>\n")
                    .paragraph("what", WaitTables.MODEL_READING)
                    .add(Html.table(models, "Cost model", true));
        }
        page.end();
    }

    private String where() {
        return figures.costs().environment().cpuModel() + ", " + figures.costs().environment().jvm();
    }

    static String rounds(WaitFigures figures) {
        return figures.rounds() + (figures.rounds() == 1 ? " round" : " rounds");
    }

    /** The charts, each with its notes below it. */
    static void figures(Page page, List<Chart> charts) {
        for (Chart chart : charts) {
            page.figure(chart, chart.notes()
                    .stream()
                    .map(note -> "<p class=\"reading\">" + Html.text(note) + "</p>\n")
                    .collect(Collectors.joining()));
        }
    }
}
