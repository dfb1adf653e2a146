package org.echoscale.results.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.echoscale.results.charts.Chart.Table;
import org.echoscale.results.compare.Conditions;
import org.echoscale.results.model.RunManifest;
import org.echoscale.results.stats.RunFigures;
import org.echoscale.results.stats.Verdict;

/** {@code summary.md}: the run on a page that any viewer of a repository shows. */
final class SummaryMarkdown {
    private SummaryMarkdown() {}

    static String of(RunFigures run, Conditions meanwhile, Optional<Table> jmh) {
        RunManifest manifest = run.manifest();
        StringBuilder out = new StringBuilder();
        out.append("# Echoscale: plan ")
                .append(Markdown.text(new CommandLine(manifest).plan()))
                .append(", ")
                .append(Facts.started(manifest))
                .append("\n\n");
        Verdict.of(run).forEach(sentence -> out.append("- ").append(Markdown.text(sentence)).append('\n'));
        run.warnings().forEach(warning -> out.append("- Warning: ").append(Markdown.text(warning)).append('\n'));
        Footnotes notes = new Footnotes();
        for (Block block : Block.of(run)) {
            if (block.hasFigures()) {
                out.append("\n## ").append(Markdown.text(block.title())).append("\n\n");
                out.append(Markdown.table(block.withAbsent(notes), true)).append('\n');
                out.append(Markdown.table(block.details(notes), true));
            }
        }
        list(out, notes.lines());
        if (!run.cells().isEmpty()) {
            list(out, Legend.all(run));
        }
        churn(out, run);
        numbers(out, MemoryTable.TITLE, MemoryTable.READING, MemoryTable.of(run));
        Footnotes ofLedger = new Footnotes();
        tables(out, LedgerTables.TITLE, LedgerTables.READING, LedgerTables.of(run, ofLedger));
        list(out, ofLedger.lines());
        tables(out, SyscallTables.TITLE, SyscallTables.READING, SyscallTables.of(run));
        Footnotes ofFairness = new Footnotes();
        tables(out, FairnessTables.TITLE, FairnessTables.READING, FairnessTables.of(run, ofFairness));
        list(out, ofFairness.lines());
        jmh.ifPresent(table -> numbers(out, JmhTable.TITLE, JmhTable.READING, table));
        section(out, "Not measured", Facts.remarks(run.gaps()));
        section(out, "To keep in mind", Facts.remarks(run.cautions()));
        section(out, "Environment", Facts.environment(manifest, meanwhile));
        section(out, "Plan", Facts.plan(manifest));
        out.append("\n## Servers\n\n");
        Facts.commonArguments(manifest)
                .ifPresent(common -> out.append("Each was started with: ")
                        .append(Markdown.text(common))
                        .append("\n\n"));
        out.append(Markdown.table(Facts.subjects(manifest), false));
        out.append("\n## To repeat it\n\n").append(Markdown.code(new CommandLine(manifest).repeated()));
        return out.toString();
    }

    private static void list(StringBuilder out, List<String> lines) {
        if (!lines.isEmpty()) {
            out.append('\n');
            lines.forEach(line -> out.append("- ").append(Markdown.text(line)).append('\n'));
        }
    }

    private static void churn(StringBuilder out, RunFigures run) {
        Footnotes notes = new Footnotes();
        Map<String, Table> tables = ChurnTables.of(run, notes);
        if (!tables.isEmpty()) {
            out.append("\n## ")
                    .append(ChurnTables.TITLE)
                    .append("\n\n")
                    .append(Markdown.text(ChurnTables.reading(run.manifest().plan())))
                    .append('\n');
            tables.forEach((title, table) -> out.append("\n### ")
                    .append(Markdown.text(title))
                    .append("\n\n")
                    .append(Markdown.table(table, true)));
            list(out, notes.lines());
        }
    }

    private static void numbers(StringBuilder out, String title, String reading, Table table) {
        if (!table.rows().isEmpty()) {
            out.append("\n## ")
                    .append(title)
                    .append("\n\n")
                    .append(Markdown.text(reading))
                    .append("\n\n")
                    .append(Markdown.table(table, true));
        }
    }

    private static void tables(StringBuilder out, String chapter, String reading, Map<String, Table> tables) {
        if (!tables.isEmpty()) {
            out.append("\n## ").append(chapter).append("\n\n").append(Markdown.text(reading)).append('\n');
            tables.forEach((title, table) -> out.append("\n### ")
                    .append(Markdown.text(title))
                    .append("\n\n")
                    .append(Markdown.table(table, true)));
        }
    }

    private static void section(StringBuilder out, String title, Table table) {
        if (!table.rows().isEmpty()) {
            out.append("\n## ").append(title).append("\n\n").append(Markdown.table(table, false));
        }
    }
}
