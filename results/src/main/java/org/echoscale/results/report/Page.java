package org.echoscale.results.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.echoscale.results.charts.Chart;
import org.echoscale.results.charts.ChartScripts;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * What every page has: one file that needs no network and cannot use it. Its policy allows exactly the scripts that it carries,
 * by their digests.
 */
final class Page {
    private final List<Chart> charts;
    private final List<String> scripts = List.of(ChartScripts.echarts(), ChartScripts.fitting(),
            resource("report.js"));
    private final StringBuilder out = new StringBuilder();

    /** Begins it, up to the first line that a reader sees. */
    Page(String title, List<Chart> charts) {
        this.charts = charts;
        out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"")
                .append(policy(scripts))
                .append("\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<meta name=\"color-scheme\" content=\"light dark\">\n<title>")
                .append(Html.text(title))
                .append("</title>\n<style>\n")
                .append(resource("report.css"))
                .append("</style>\n</head>\n<body>\n<main>\n");
    }

    /** Markup, as it is. */
    Page add(String markup) {
        out.append(markup);
        return this;
    }

    /** Text, in which nothing is markup. */
    Page text(String text) {
        return add(Html.text(text));
    }

    Page paragraph(String style, String text) {
        return add("<p class=\"" + style + "\">").text(text).add("</p>\n");
    }

    /** Begins a section; {@link #end} ends it. */
    Page section(String id, String title) {
        return add("<section id=\"" + id + "\"><h2>").text(title).add("</h2>\n");
    }

    Page end() {
        return add("</section>\n");
    }

    /** A section whose sentences are a list. */
    Page list(String id, String title, List<String> sentences) {
        section(id, title).add("<ul>\n");
        sentences.forEach(sentence -> add("<li>").text(sentence).add("</li>\n"));
        return add("</ul>").end();
    }

    /**
     * A chart with its title, how to read it, and its figures folded below it.
     *
     * @param notes what is not drawn or needs care, as markup
     */
    Page figure(Chart chart, String notes) {
        return add("<figure id=\"" + chart.id() + "\">\n<h3>").text(chart.title())
                .add("</h3>\n")
                .paragraph("reading", chart.reading())
                .add("<div class=\"chart\" id=\"chart-" + chart.id() + "\" role=\"img\" aria-label=\"")
                .text(chart.title() + ". The table after it has the same figures.")
                .add("\"></div>\n<figcaption>")
                .text(chart.marks())
                .add("</figcaption>\n")
                .add(notes)
                .add("<details><summary>The figures of this chart</summary>")
                .add(Html.table(chart.table(), chart.title(), true))
                .add("</details>\n</figure>\n");
    }

    /** What to type to get the same again. */
    Page repeat(String command) {
        return add("<section id=\"repeat\"><h2>To repeat it</h2><pre><code>").text(command)
                .add("</code></pre></section>\n");
    }

    /** Ends it, with the charts' data and the scripts that draw them. */
    String finished() {
        ArrayNode data = JsonMapper.shared().createArrayNode();
        charts.forEach(chart -> data.addObject().put("id", chart.id()).set("option", chart.option()));
        add("</main>\n<footer><p>Drawn with Apache ECharts (Apache License 2.0), which this file carries along. It loads ")
                .add("nothing.</p></footer>\n<script type=\"application/json\" id=\"chart-data\">")
                .add(Html.data(data.toString()))
                .add("</script>\n");
        scripts.forEach(script -> add("<script>" + script + "</script>\n"));
        return add("</body>\n</html>\n").out.toString();
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
        return ChartScripts.text(Page.class, name);
    }
}
