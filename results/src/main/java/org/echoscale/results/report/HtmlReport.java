package org.echoscale.results.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.echoscale.results.charts.Chart;
import org.echoscale.results.charts.Chart.Table;
import org.echoscale.results.compare.Conditions;
import org.echoscale.results.model.Plan;
import org.echoscale.results.model.RunManifest;
import org.echoscale.results.stats.RunFigures;
import org.echoscale.results.stats.Units;
import org.echoscale.results.stats.Verdict;

/** {@code report.html}. */
final class HtmlReport {
    /** Below a chart, a longer list is folded. */
    private static final int MOST_NOTES = 3;

    /** The same of a table. */
    private static final int MOST_ROWS = 40;

    private final RunFigures run;
    private final Conditions meanwhile;
    private final List<Chart> charts;
    private final Beside beside;
    private final Optional<WaitSection> waits;
    private final Optional<ModelsSection> models;
    private final Page page;

    private HtmlReport(RunFigures run, Conditions meanwhile, List<Chart> charts, Beside beside) {
        this.run = run;
        this.meanwhile = meanwhile;
        this.charts = charts;
        this.beside = beside;
        this.waits = beside.waits().map(WaitSection::of);
        this.models = beside.models().map(ModelsSection::of);
        List<Chart> all = new ArrayList<>(charts);
        waits.ifPresent(section -> all.addAll(section.charts()));
        models.ifPresent(section -> all.add(section.chart()));
        this.page = new Page("Echoscale: plan " + new CommandLine(run.manifest()).plan(), all);
    }

    /** The whole file. */
    static String of(RunFigures run, Conditions meanwhile, List<Chart> charts, Beside beside) {
        return new HtmlReport(run, meanwhile, charts, beside).page();
    }

    private String page() {
        RunManifest manifest = run.manifest();
        page.add("<h1>Which I/O model, for how many connections?</h1>\n");
        page.paragraph("what", "Plan " + new CommandLine(manifest).plan() + ", " + Facts.started(manifest) + ", "
                + manifest.environment().cpuModel() + ", " + manifest.environment().cpus() + " CPUs, "
                + manifest.environment().jvm());
        verdict();
        charts();
        figures();
        churn();
        numbers("memory", MemoryTable.TITLE, MemoryTable.READING, MemoryTable.of(run));
        Footnotes ofLedger = new Footnotes();
        tables("ledger", LedgerTables.TITLE, LedgerTables.READING, LedgerTables.of(run, ofLedger), ofLedger);
        tables("syscalls", SyscallTables.TITLE, SyscallTables.READING, SyscallTables.of(run), new Footnotes());
        Footnotes ofFairness = new Footnotes();
        tables("fairness", FairnessTables.TITLE, FairnessTables.READING, FairnessTables.of(run, ofFairness),
                ofFairness);
        beside.claims()
                .ifPresent(results -> section("claims", ClaimTables.TITLE, ClaimTables.summary(results)
                        + " Measured on " + ClaimTables.where(results) + ".", ClaimTables.table(results)));
        models.ifPresent(section -> section.addTo(page));
        waits.ifPresent(section -> section.addTo(page));
        beside.jmh().ifPresent(table -> numbers("jmh", JmhTable.TITLE, JmhTable.READING, table));
        section("missing", "Not measured, and why", "", Facts.remarks(run.gaps()));
        section("cautions", "To keep in mind", "", Facts.remarks(run.cautions()));
        section("environment", "Environment", Meanwhile.line(meanwhile), Facts.environment(manifest, meanwhile));
        section("plan", "Plan", "", Facts.plan(manifest));
        section("servers", "Servers",
                Facts.commonArguments(manifest).map(common -> "Each was started with: " + common).orElse(""),
                Facts.subjects(manifest));
        return page.repeat(new CommandLine(manifest).repeated()).finished();
    }

    private void verdict() {
        page.section("verdict", "Verdict").add("<ul>\n");
        Verdict.of(run).forEach(sentence -> page.add("<li>").text(sentence).add("</li>\n"));
        run.warnings().forEach(warning -> page.add("<li class=\"warning\">").text(warning).add("</li>\n"));
        page.add("</ul>").end();
    }

    private void charts() {
        page.section("charts", "Charts");
        if (charts.isEmpty()) {
            page.add("<p>There is nothing to draw: no trial is valid.</p>").end();
            return;
        }
        page.paragraph("what", "All against the number of open connections, of which " + active(run.manifest().plan())
                + " carry messages. A click on a name hides its line.")
                .add("<noscript><p>Charts need JavaScript; their figures are in the tables below each title.</p></noscript>\n");
        charts.forEach(chart -> page.figure(chart, notes(chart.notes())));
        page.end();
    }

    private static String active(Plan plan) {
        return plan.activeShare() == null
                ? Units.count(plan.active()) + " at most"
                : Units.percent(plan.activeShare());
    }

    private static String notes(List<String> notes) {
        if (notes.isEmpty()) {
            return "";
        }
        String list = notes.stream()
                .map(note -> "<li>" + Html.text(note) + "</li>")
                .collect(Collectors.joining("\n", "<ul class=\"notes\">\n", "\n</ul>\n"));
        return notes.size() <= MOST_NOTES
                ? list
                : "<details><summary>" + notes.size() + " notes on what is not drawn or needs care</summary>" + list
                        + "</details>\n";
    }

    private void figures() {
        if (Block.of(run).stream().noneMatch(Block::hasFigures)) {
            return;
        }
        page.section("figures", "Figures");
        if (run.forks() == 1) {
            page.paragraph("what", "1 fork, indicative.");
        }
        Legend.all(run).forEach(line -> page.paragraph("what", line));
        Footnotes notes = new Footnotes();
        for (Block block : Block.of(run)) {
            if (block.hasFigures()) {
                titled(block.title(), block.title(), block.withAbsent(notes));
                page.add("<details><summary>What explains them</summary>")
                        .add(Html.table(block.details(notes), block.title() + ", details", true))
                        .add("</details>\n");
            }
        }
        notes.lines().forEach(line -> page.paragraph("footnote", line));
        page.end();
    }

    private void titled(String title, String label, Table table) {
        page.add("<h3>").text(title).add("</h3>\n").add(Html.table(table, label, true));
    }

    private void churn() {
        Footnotes notes = new Footnotes();
        Map<String, Table> tables = ChurnTables.of(run, notes);
        if (tables.isEmpty()) {
            return;
        }
        page.section("churn", ChurnTables.TITLE).paragraph("what", ChurnTables.reading(run.manifest().plan()));
        tables.forEach((title, table) -> titled(title, title + ", churn", table));
        notes.lines().forEach(line -> page.paragraph("footnote", line));
        page.end();
    }

    private void tables(String id, String chapter, String reading, Map<String, Table> tables, Footnotes notes) {
        if (!tables.isEmpty()) {
            page.section(id, chapter).paragraph("what", reading);
            tables.forEach((title, table) -> titled(title, title, table));
            notes.lines().forEach(line -> page.paragraph("footnote", line));
            page.end();
        }
    }

    /** A table of figures, where there are any. */
    private void numbers(String id, String title, String text, Table table) {
        if (!table.rows().isEmpty()) {
            page.section(id, title).paragraph("what", text).add(Html.table(table, title, true)).end();
        }
    }

    /** A long list is folded. */
    private void section(String id, String title, String text, Table table) {
        if (table.rows().isEmpty()) {
            return;
        }
        page.section(id, title);
        if (!text.isEmpty()) {
            page.paragraph("what", text);
        }
        String rows = Html.table(table, title, false);
        page.add(table.rows().size() <= MOST_ROWS
                ? rows
                : "<details><summary>" + table.rows().size() + " entries</summary>" + rows + "</details>\n").end();
    }
}
