package org.echoscale.results.report;

import java.util.List;
import org.echoscale.results.charts.Chart;
import org.echoscale.results.charts.ChartScripts;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** Charts with some sentences above them: one HTML file that needs no network and cannot use it. Pure. */
public final class ChartPage {
    private ChartPage() {}

    /**
     * The whole file.
     *
     * @param sentences what the charts say, the most striking first
     */
    public static String of(String title, List<String> sentences, List<Chart> charts) {
        List<String> scripts = List.of(ChartScripts.echarts(), ChartScripts.fitting(),
                HtmlReport.resource("report.js"));
        StringBuilder out = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"")
                .append(HtmlReport.policy(scripts))
                .append("\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<meta name=\"color-scheme\" content=\"light dark\">\n<title>")
                .append(Html.text(title))
                .append("</title>\n<style>\n")
                .append(HtmlReport.resource("report.css"))
                .append("</style>\n</head>\n<body>\n<main>\n<h1>")
                .append(Html.text(title))
                .append("</h1>\n<section id=\"verdict\"><ul>\n");
        sentences.forEach(sentence -> out.append("<li>").append(Html.text(sentence)).append("</li>\n"));
        out.append("</ul></section>\n");
        charts.forEach(chart -> figure(out, chart));
        ArrayNode data = JsonMapper.shared().createArrayNode();
        charts.forEach(chart -> data.addObject().put("id", chart.id()).set("option", chart.option()));
        out.append(
                "</main>\n<footer><p>Drawn with Apache ECharts (Apache License 2.0), which this file carries along. ")
                .append("It loads nothing.</p></footer>\n<script type=\"application/json\" id=\"chart-data\">")
                .append(Html.data(data.toString()))
                .append("</script>\n");
        scripts.forEach(script -> out.append("<script>").append(script).append("</script>\n"));
        return out.append("</body>\n</html>\n").toString();
    }

    private static void figure(StringBuilder out, Chart chart) {
        out.append("<figure id=\"")
                .append(chart.id())
                .append("\">\n<div class=\"chart\" id=\"chart-")
                .append(chart.id())
                .append("\" role=\"img\" aria-label=\"")
                .append(Html.text(chart.title() + ". The table after it has its figures."))
                .append("\"></div>\n<figcaption>")
                .append(Html.text(chart.marks()))
                .append("</figcaption>\n");
        chart.notes().forEach(note -> out.append("<p class=\"what\">").append(Html.text(note)).append("</p>\n"));
        out.append(Html.table(chart.table(), chart.title(), true)).append("</figure>\n");
    }
}
