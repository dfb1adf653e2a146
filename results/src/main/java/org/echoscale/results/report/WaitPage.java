package org.echoscale.results.report;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.echoscale.results.charts.Chart;
import org.echoscale.results.charts.Chart.Table;
import org.echoscale.results.charts.ChartScripts;
import org.echoscale.results.model.RunManifest.Environment;
import org.echoscale.results.model.WaitCosts;
import org.echoscale.results.stats.Units;
import org.echoscale.results.stats.WaitFigures;
import org.echoscale.results.stats.WaitSentences;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** {@code waits.html}: one file that needs no network and cannot use it. */
final class WaitPage {
    private final WaitFigures figures;
    private final List<Chart> charts;
    private final StringBuilder out = new StringBuilder();

    private WaitPage(WaitFigures figures, List<Chart> charts) {
        this.figures = figures;
        this.charts = charts;
    }

    static String of(WaitFigures figures, List<Chart> charts) {
        return new WaitPage(figures, charts).page();
    }

    private String page() {
        List<String> scripts = List.of(ChartScripts.echarts(), ChartScripts.fitting(),
                HtmlReport.resource("report.js"));
        WaitCosts costs = figures.costs();
        out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"")
                .append(HtmlReport.policy(scripts))
                .append("\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<meta name=\"color-scheme\" content=\"light dark\">\n<title>Echoscale: wait calls</title>\n<style>\n")
                .append(HtmlReport.resource("report.css"))
                .append("</style>\n</head>\n<body>\n<main>\n<h1>What does a wait call cost?</h1>\n");
        paragraph("what", costs.startedAt().truncatedTo(ChronoUnit.SECONDS) + ", " + costs.environment().cpuModel()
                + ", " + costs.environment().cpus() + " CPUs, " + costs.environment().jvm() + ", "
                + figures.rounds() + (figures.rounds() == 1 ? " round" : " rounds"));
        verdict();
        charts();
        model();
        section("times", "Every figure", "Medians over the rounds.");
        WaitTables.times(figures).forEach(this::titled);
        end();
        WaitTables.ratios(figures).ifPresent(table -> {
            section("c", "Java against C", "CPU time of a call, divided round by round.");
            out.append(Html.table(table, "Java against C", true));
            end();
        });
        facts();
        out.append(
                "</main>\n<footer><p>Drawn with Apache ECharts (Apache License 2.0), which this file carries along. ")
                .append("It loads nothing.</p></footer>\n<script type=\"application/json\" id=\"chart-data\">")
                .append(Html.data(data()))
                .append("</script>\n");
        scripts.forEach(script -> out.append("<script>").append(script).append("</script>\n"));
        return out.append("</body>\n</html>\n").toString();
    }

    private void verdict() {
        out.append("<section id=\"verdict\"><h2>Verdict</h2>\n<ul>\n");
        List<String> sentences = WaitSentences.of(figures);
        (sentences.isEmpty() ? List.of("Nothing was measured that could be compared.") : sentences)
                .forEach(sentence -> out.append("<li>").append(Html.text(sentence)).append("</li>\n"));
        out.append("</ul></section>\n");
    }

    private void charts() {
        section("charts", "Charts", "CPU time of the waiting thread against the number of descriptors registered, both"
                + " axes logarithmic. A click on a name hides its line.");
        out.append(
                "<noscript><p>Charts need JavaScript; their figures are in the tables below each title.</p></noscript>\n");
        for (Chart chart : charts) {
            out.append("<figure id=\"")
                    .append(chart.id())
                    .append("\">\n<h3>")
                    .append(Html.text(chart.title()))
                    .append("</h3>\n<p class=\"reading\">")
                    .append(Html.text(chart.reading()))
                    .append("</p>\n<div class=\"chart\" id=\"chart-")
                    .append(chart.id())
                    .append("\" role=\"img\" aria-label=\"")
                    .append(Html.text(chart.title() + ". The table after it has the same figures."))
                    .append("\"></div>\n<figcaption>")
                    .append(Html.text(chart.marks()))
                    .append("</figcaption>\n");
            chart.notes().forEach(note -> paragraph("reading", note));
            out.append("<details><summary>The figures of this chart</summary>")
                    .append(Html.table(chart.table(), chart.title(), true))
                    .append("</details>\n</figure>\n");
        }
        end();
    }

    private void model() {
        Table models = WaitTables.models(figures);
        if (!models.rows().isEmpty()) {
            section("model", "Cost model", WaitTables.MODEL_READING);
            out.append(Html.table(models, "Cost model", true));
            end();
        }
    }

    private void facts() {
        Table left = WaitTables.left(figures);
        if (!left.rows().isEmpty()) {
            section("left", "Not measured, and why", "");
            out.append(Html.table(left, "Not measured, and why", false));
            end();
        }
        section("environment", "Environment", "");
        out.append(Html.table(environment(figures.costs()), "Environment", false));
        end();
        out.append("<section id=\"repeat\"><h2>To repeat it</h2><pre><code>")
                .append(Html.text("echoscale " + String.join(" ", figures.costs().commandLine())))
                .append("</code></pre></section>\n");
    }

    private static Table environment(WaitCosts costs) {
        Environment e = costs.environment();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("operating system", e.os()));
        rows.add(List.of("CPU", e.cpuModel() + " (" + e.architecture() + ")"));
        rows.add(List.of("waiting thread pinned to", e.generatorCpus().isEmpty()
                ? "none: it could run anywhere"
                : "CPU " + e.generatorCpus().getFirst()));
        rows.add(List.of("virtualization", e.virtualization() == null ? "none known" : e.virtualization()));
        rows.add(List.of("Java", e.jvm()));
        rows.add(List.of("open files allowed", Units.count((double) e.openFilesLimit())));
        rows.add(List.of("slices", costs.rounds() + " rounds of at least "
                + Units.micros(costs.sliceNanos() / 1000.0) + " each"));
        rows.add(List.of("seed", String.valueOf(costs.seed())));
        rows.add(List.of("echoscale", costs.version()));
        e.facts().forEach((name, value) -> rows.add(List.of(name, value)));
        return new Table(List.of("fact", "value"), rows);
    }

    private void titled(String title, Table table) {
        out.append("<h3>").append(Html.text(title)).append("</h3>\n").append(Html.table(table, title, true));
    }

    private void section(String id, String title, String text) {
        out.append("<section id=\"").append(id).append("\"><h2>").append(Html.text(title)).append("</h2>\n");
        if (!text.isEmpty()) {
            paragraph("what", text);
        }
    }

    private void end() {
        out.append("</section>\n");
    }

    private void paragraph(String style, String text) {
        out.append("<p class=\"").append(style).append("\">").append(Html.text(text)).append("</p>\n");
    }

    private String data() {
        ArrayNode list = JsonMapper.shared().createArrayNode();
        charts.forEach(chart -> list.addObject().put("id", chart.id()).set("option", chart.option()));
        return list.toString();
    }
}
