package org.echoscale.results.report;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.echoscale.results.charts.Chart;
import org.echoscale.results.charts.Chart.Table;
import org.echoscale.results.model.RunManifest.Environment;
import org.echoscale.results.model.WaitCosts;
import org.echoscale.results.stats.Units;
import org.echoscale.results.stats.WaitFigures;
import org.echoscale.results.stats.WaitSentences;

/** {@code waits.html}. */
final class WaitPage {
    private final WaitFigures figures;
    private final List<Chart> charts;
    private final Page page;

    private WaitPage(WaitFigures figures, List<Chart> charts) {
        this.figures = figures;
        this.charts = charts;
        this.page = new Page("Echoscale: wait calls", charts);
    }

    static String of(WaitFigures figures, List<Chart> charts) {
        return new WaitPage(figures, charts).page();
    }

    private String page() {
        WaitCosts costs = figures.costs();
        page.add("<h1>What does a wait call cost?</h1>\n");
        page.paragraph("what", costs.startedAt().truncatedTo(ChronoUnit.SECONDS) + ", " + costs.environment().cpuModel()
                + ", " + costs.environment().cpus() + " CPUs, " + costs.environment().jvm() + ", "
                + WaitSection.rounds(figures));
        List<String> sentences = WaitSentences.of(figures);
        page.list("verdict", "Verdict",
                sentences.isEmpty() ? List.of("Nothing was measured that could be compared.") : sentences);
        charts();
        model();
        page.section("times", "Every figure").paragraph("what", "Medians over the rounds.");
        WaitTables.times(figures)
                .forEach(
                        (title, table) -> page.add("<h3>").text(title).add("</h3>\n" + Html.table(table, title, true)));
        page.end();
        WaitTables.ratios(figures)
                .ifPresent(table -> page.section("c", "Java against C")
                        .paragraph("what", "CPU time of a call, divided round by round.")
                        .add(Html.table(table, "Java against C", true))
                        .end());
        facts();
        return page.finished();
    }

    private void charts() {
        page.section("charts", "Charts")
                .paragraph("what",
                        "CPU time of the waiting thread against the number of descriptors registered, both axes "
                                + "logarithmic. A click on a name hides its line.")
                .add("<noscript><p>Charts need JavaScript; their figures are in the tables below each title.</p></noscript>\n");
        WaitSection.figures(page, charts);
        page.end();
    }

    private void model() {
        Table models = WaitTables.models(figures);
        if (!models.rows().isEmpty()) {
            page.section("model", "Cost model")
                    .paragraph("what", WaitTables.MODEL_READING)
                    .add(Html.table(models, "Cost model", true))
                    .end();
        }
    }

    private void facts() {
        Table left = WaitTables.left(figures);
        if (!left.rows().isEmpty()) {
            page.section("left", "Not measured, and why").add(Html.table(left, "Not measured, and why", false)).end();
        }
        page.section("environment", "Environment")
                .add(Html.table(environment(figures.costs()), "Environment", false))
                .end();
        page.repeat("echoscale " + figures.costs()
                .commandLine()
                .stream()
                .map(CommandLine::quoted)
                .collect(Collectors.joining(" ")));
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
        rows.add(List.of("slices", Units.of(costs.rounds(), "round") + " of at least "
                + Units.micros(costs.sliceNanos() / 1000.0) + " each"));
        rows.add(List.of("seed", String.valueOf(costs.seed())));
        rows.add(List.of("echoscale", costs.version()));
        e.facts().forEach((name, value) -> rows.add(List.of(name, value)));
        return new Table(List.of("fact", "value"), rows);
    }
}
