package org.echoscale.results.report;

import java.util.List;
import org.echoscale.results.charts.Chart;

/** Charts with some sentences above them. Pure. */
final class ChartPage {
    private ChartPage() {}

    /**
     * The whole file.
     *
     * @param what when and where it was measured
     * @param sentences what the charts say, the most striking first
     * @param command measures the same again
     */
    static String of(String title, String what, List<String> sentences, List<Chart> charts, String command) {
        Page page = new Page(title, charts);
        page.add("<h1>").text(title).add("</h1>\n");
        page.paragraph("what", what);
        page.list("verdict", "Verdict", sentences);
        charts.forEach(chart -> figure(page, chart));
        return page.repeat(command).finished();
    }

    /** A chart whose title is above it already, and whose table is what it is about. */
    static void figure(Page page, Chart chart) {
        page.add("<figure id=\"" + chart.id() + "\">\n<div class=\"chart\" id=\"chart-" + chart.id()
                + "\" role=\"img\" aria-label=\"")
                .text(chart.title() + ". The table after it has its figures.")
                .add("\"></div>\n<figcaption>")
                .text(chart.marks())
                .add("</figcaption>\n");
        chart.notes().forEach(note -> page.paragraph("what", note));
        page.add(Html.table(chart.table(), chart.title(), true)).add("</figure>\n");
    }
}
