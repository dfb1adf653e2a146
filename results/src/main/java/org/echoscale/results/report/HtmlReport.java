package org.echoscale.results.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.echoscale.results.charts.Chart;
import org.echoscale.results.charts.Chart.Table;
import org.echoscale.results.charts.ChartScripts;
import org.echoscale.results.model.RunManifest;
import org.echoscale.results.stats.RunFigures;
import org.echoscale.results.stats.Units;
import org.echoscale.results.stats.Verdict;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * {@code report.html}: one file that needs no network and cannot use it. Its policy allows exactly the scripts that it
 * carries, by their digests.
 */
final class HtmlReport {
    /** Below a chart, a longer list is folded. */
    private static final int MOST_NOTES = 3;

    private final RunFigures run;
    private final List<Chart> charts;
    private final StringBuilder out = new StringBuilder();

    private HtmlReport(RunFigures run, List<Chart> charts) {
        this.run = run;
        this.charts = charts;
    }

    static String of(RunFigures run, List<Chart> charts) {
        return new HtmlReport(run, charts).page();
    }

    private String page() {
        List<String> scripts = List.of(ChartScripts.echarts(), ChartScripts.fitting(), resource("report.js"));
        RunManifest manifest = run.manifest();
        String title = "Echoscale: plan " + manifest.plan().name();
        out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"")
                .append(policy(scripts))
                .append("\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<meta name=\"color-scheme\" content=\"light dark\">\n<title>")
                .append(Html.text(title))
                .append("</title>\n<style>\n")
                .append(resource("report.css"))
                .append("</style>\n</head>\n<body>\n<main>\n");
        out.append("<h1>Which I/O model, for how many connections?</h1>\n<p class=\"what\">")
                .append(Html.text("Plan " + manifest.plan().name() + ", " + manifest.startedAt() + ", "
                        + manifest.environment().cpuModel() + ", " + manifest.environment().cpus() + " CPUs, "
                        + manifest.environment().jvm()))
                .append("</p>\n");
        verdict();
        charts();
        figures();
        section("missing", "Not measured, and why", Facts.remarks(run.gaps()));
        section("cautions", "To keep in mind", Facts.remarks(run.cautions()));
        section("environment", "Environment", Facts.environment(manifest));
        section("plan", "Plan", Facts.plan(manifest));
        section("servers", "Servers", Facts.subjects(manifest));
        out.append("<section id=\"repeat\"><h2>To repeat it</h2><pre><code>")
                .append(Html.text(Facts.command(manifest)))
                .append("</code></pre></section>\n</main>\n<footer><p>Drawn with Apache ECharts ")
                .append(
                        "(Apache License 2.0), which this file carries along. It loads nothing.</p></footer>\n");
        out.append("<script type=\"application/json\" id=\"chart-data\">")
                .append(Html.data(data()))
                .append("</script>\n");
        scripts.forEach(script -> out.append("<script>").append(script).append("</script>\n"));
        return out.append("</body>\n</html>\n").toString();
    }

    private void verdict() {
        out.append("<section id=\"verdict\"><h2>Verdict</h2>\n<ul>\n");
        Verdict.of(run).forEach(sentence -> out.append("<li>").append(Html.text(sentence)).append("</li>\n"));
        run.warnings()
                .forEach(
                        warning -> out.append("<li class=\"warning\">").append(Html.text(warning)).append("</li>\n"));
        out.append("</ul></section>\n");
    }

    private void charts() {
        if (charts.isEmpty()) {
            out.append(
                    "<section id=\"charts\"><h2>Charts</h2><p>There is nothing to draw: no trial is valid.</p></section>\n");
            return;
        }
        out.append(
                "<section id=\"charts\"><h2>Charts</h2>\n<p class=\"what\">All against the number of open connections, ")
                .append("of which ")
                .append(Units.count(run.manifest().plan().active()))
                .append(" at most carry messages. A click on a name hides its line.</p>\n")
                .append("<noscript><p>Charts need JavaScript; their figures are in the tables below each title.</p></noscript>\n");
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
            notes(chart.notes());
            out.append("<details><summary>The figures of this chart</summary>")
                    .append(Html.table(chart.table(), chart.title(), true))
                    .append("</details>\n</figure>\n");
        }
        out.append("</section>\n");
    }

    private void notes(List<String> notes) {
        if (notes.isEmpty()) {
            return;
        }
        String list = notes.stream()
                .map(note -> "<li>" + Html.text(note) + "</li>")
                .collect(Collectors.joining("\n", "<ul class=\"notes\">\n", "\n</ul>\n"));
        out.append(notes.size() <= MOST_NOTES
                ? list
                : "<details><summary>" + notes.size() + " notes on what is not drawn or needs care</summary>" + list
                        + "</details>\n");
    }

    private void figures() {
        if (run.cells().isEmpty()) {
            return;
        }
        out.append("<section id=\"figures\"><h2>Figures</h2>\n<p class=\"what\">CPU is the server's, closed loop, ")
                .append(run.forks() == 1
                        ? "1 fork (indicative)."
                        : "median over up to " + run.forks() + " forks, the range from the smallest to the largest.")
                .append(" Percentiles are of the open loop, from the time at which a message was due; service times run ")
                .append("from the actual send. Blank: could not be had, or too few samples.</p>\n");
        for (Block block : Block.of(run)) {
            if (!block.cells().isEmpty()) {
                out.append("<h3>")
                        .append(Html.text(block.title()))
                        .append("</h3>\n")
                        .append(Html.table(new Table(Block.HEAD, block.rows()), block.title(), true))
                        .append("<details><summary>What explains them</summary>")
                        .append(Html.table(block.details(), block.title() + ", details", true))
                        .append("</details>\n");
            }
        }
        out.append("</section>\n");
    }

    private void section(String id, String title, Table table) {
        if (!table.rows().isEmpty()) {
            out.append("<section id=\"")
                    .append(id)
                    .append("\"><h2>")
                    .append(Html.text(title))
                    .append("</h2>\n")
                    .append(Html.table(table, title, false))
                    .append("</section>\n");
        }
    }

    private String data() {
        ArrayNode list = JsonMapper.shared().createArrayNode();
        charts.forEach(chart -> list.addObject().put("id", chart.id()).set("option", chart.option()));
        return list.toString();
    }

    private static String policy(List<String> scripts) {
        return "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; script-src "
                + scripts.stream().map(script -> "'sha256-" + digest(script) + "'").collect(Collectors.joining(" "));
    }

    private static String digest(String script) {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
