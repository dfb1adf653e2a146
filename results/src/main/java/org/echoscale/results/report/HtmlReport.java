package org.echoscale.results.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.echoscale.results.charts.Chart;
import org.echoscale.results.charts.Chart.Table;
import org.echoscale.results.charts.ChartScripts;
import org.echoscale.results.model.Plan;
import org.echoscale.results.model.ClaimResults;
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

    /** The same of a table. */
    private static final int MOST_ROWS = 40;

    private final RunFigures run;
    private final List<Chart> charts;
    private final Optional<ClaimResults> claims;
    private final StringBuilder out = new StringBuilder();

    private HtmlReport(RunFigures run, List<Chart> charts, Optional<ClaimResults> claims) {
        this.run = run;
        this.charts = charts;
        this.claims = claims;
    }

    static String of(RunFigures run, List<Chart> charts, Optional<ClaimResults> claims) {
        return new HtmlReport(run, charts, claims).page();
    }

    private String page() {
        List<String> scripts = List.of(ChartScripts.echarts(), ChartScripts.fitting(), resource("report.js"));
        RunManifest manifest = run.manifest();
        String plan = new CommandLine(manifest).plan();
        String title = "Echoscale: plan " + plan;
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
                .append(Html.text("Plan " + plan + ", " + Facts.started(manifest) + ", "
                        + manifest.environment().cpuModel() + ", " + manifest.environment().cpus() + " CPUs, "
                        + manifest.environment().jvm()))
                .append("</p>\n");
        verdict();
        charts();
        figures();
        churn();
        numbers("memory", MemoryTable.TITLE, MemoryTable.READING, MemoryTable.of(run));
        tables("ledger", LedgerTables.TITLE, LedgerTables.READING, LedgerTables.of(run));
        tables("syscalls", SyscallTables.TITLE, SyscallTables.READING, SyscallTables.of(run));
        tables("fairness", FairnessTables.TITLE, FairnessTables.READING, FairnessTables.of(run));
        claims.ifPresent(results -> section("claims", ClaimTables.TITLE, ClaimTables.summary(results)
                + " Measured on " + ClaimTables.where(results) + ".", ClaimTables.table(results)));
        section("missing", "Not measured, and why", "", Facts.remarks(run.gaps()));
        section("cautions", "To keep in mind", "", Facts.remarks(run.cautions()));
        section("environment", "Environment", "", Facts.environment(manifest));
        section("plan", "Plan", "", Facts.plan(manifest));
        section("servers", "Servers",
                Facts.commonArguments(manifest).map(common -> "Each was started with: " + common).orElse(""),
                Facts.subjects(manifest));
        out.append("<section id=\"repeat\"><h2>To repeat it</h2><pre><code>")
                .append(Html.text(new CommandLine(manifest).repeated()))
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
                .append(active(run.manifest().plan()))
                .append(" carry messages. A click on a name hides its line.</p>\n")
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

    private static String active(Plan plan) {
        return plan.activeShare() == null
                ? Units.count(plan.active()) + " at most"
                : Units.percent(plan.activeShare());
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
        if (Block.of(run).stream().noneMatch(Block::hasFigures)) {
            return;
        }
        out.append("<section id=\"figures\"><h2>Figures</h2>\n");
        if (run.forks() == 1) {
            out.append("<p class=\"what\">1 fork, indicative.</p>\n");
        }
        Legend.all(run).forEach(line -> paragraph("what", line));
        Footnotes notes = new Footnotes();
        for (Block block : Block.of(run)) {
            if (block.hasFigures()) {
                out.append("<h3>")
                        .append(Html.text(block.title()))
                        .append("</h3>\n")
                        .append(Html.table(block.withAbsent(notes), block.title(), true))
                        .append("<details><summary>What explains them</summary>")
                        .append(Html.table(block.details(notes), block.title() + ", details", true))
                        .append("</details>\n");
            }
        }
        notes.lines().forEach(line -> paragraph("footnote", line));
        out.append("</section>\n");
    }

    private void paragraph(String style, String text) {
        out.append("<p class=\"").append(style).append("\">").append(Html.text(text)).append("</p>\n");
    }

    private void churn() {
        Footnotes notes = new Footnotes();
        Map<String, Table> tables = ChurnTables.of(run, notes);
        if (tables.isEmpty()) {
            return;
        }
        out.append("<section id=\"churn\"><h2>").append(ChurnTables.TITLE).append("</h2>\n");
        paragraph("what", ChurnTables.reading(run.manifest().plan()));
        tables.forEach((title, table) -> out.append("<h3>")
                .append(Html.text(title))
                .append("</h3>\n")
                .append(Html.table(table, title + ", churn", true)));
        notes.lines().forEach(line -> paragraph("footnote", line));
        out.append("</section>\n");
    }

    private void tables(String id, String chapter, String reading, Map<String, Table> tables) {
        if (tables.isEmpty()) {
            return;
        }
        out.append("<section id=\"").append(id).append("\"><h2>").append(Html.text(chapter)).append("</h2>\n");
        paragraph("what", reading);
        tables.forEach((title, table) -> out.append("<h3>")
                .append(Html.text(title))
                .append("</h3>\n")
                .append(Html.table(table, title, true)));
        out.append("</section>\n");
    }

    /** A table of figures, where there are any. */
    private void numbers(String id, String title, String text, Table table) {
        if (!table.rows().isEmpty()) {
            out.append("<section id=\"").append(id).append("\"><h2>").append(Html.text(title)).append("</h2>\n");
            paragraph("what", text);
            out.append(Html.table(table, title, true)).append("</section>\n");
        }
    }

    /** A long list is folded. */
    private void section(String id, String title, String text, Table table) {
        if (table.rows().isEmpty()) {
            return;
        }
        out.append("<section id=\"").append(id).append("\"><h2>").append(Html.text(title)).append("</h2>\n");
        if (!text.isEmpty()) {
            paragraph("what", text);
        }
        String rows = Html.table(table, title, false);
        out.append(table.rows().size() <= MOST_ROWS
                ? rows
                : "<details><summary>" + table.rows().size() + " entries</summary>" + rows + "</details>\n")
                .append("</section>\n");
    }

    private String data() {
        ArrayNode list = JsonMapper.shared().createArrayNode();
        charts.forEach(chart -> list.addObject().put("id", chart.id()).set("option", chart.option()));
        return list.toString();
    }

    static String policy(List<String> scripts) {
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

    static String resource(String name) {
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
