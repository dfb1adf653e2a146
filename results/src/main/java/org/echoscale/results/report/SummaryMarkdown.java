package org.echoscale.results.report;

import org.echoscale.results.charts.Chart.Table;
import org.echoscale.results.model.RunManifest;
import org.echoscale.results.stats.RunFigures;
import org.echoscale.results.stats.Verdict;

/** {@code summary.md}: the run on a page that any viewer of a repository shows. */
final class SummaryMarkdown {
    private SummaryMarkdown() {}

    static String of(RunFigures run) {
        RunManifest manifest = run.manifest();
        StringBuilder out = new StringBuilder();
        out.append("# Echoscale: plan ")
                .append(Markdown.text(manifest.plan().name()))
                .append(", ")
                .append(manifest.startedAt())
                .append("\n\n");
        Verdict.of(run).forEach(sentence -> out.append("- ").append(Markdown.text(sentence)).append('\n'));
        run.warnings().forEach(warning -> out.append("- Warning: ").append(Markdown.text(warning)).append('\n'));
        for (Block block : Block.of(run)) {
            if (!block.cells().isEmpty()) {
                out.append("\n## ").append(Markdown.text(block.title())).append("\n\n");
                out.append(Markdown.table(new Table(Block.HEAD, block.rows()), true)).append('\n');
                out.append(Markdown.table(block.details(), true));
            }
        }
        out.append('\n').append(legend(run));
        section(out, "Not measured", Facts.remarks(run.gaps()));
        section(out, "To keep in mind", Facts.remarks(run.cautions()));
        section(out, "Environment", Facts.environment(manifest));
        section(out, "Plan", Facts.plan(manifest));
        section(out, "Servers", Facts.subjects(manifest));
        out.append("\n## To repeat it\n\n").append(Markdown.code(Facts.command(manifest)));
        return out.toString();
    }

    private static String legend(RunFigures run) {
        return "CPU/message is the server's, in a closed loop. " + (run.forks() == 1
                ? "There is 1 fork (server process): the figures are indicative. "
                : "Figures are medians over up to " + run.forks() + " forks (server processes). ")
                + "p50 to p99.9 are of an open loop, from the time at which a message was due to be sent; service times "
                + "run from the actual send. A figure that is blank could not be had, or its samples are too few.\n";
    }

    private static void section(StringBuilder out, String title, Table table) {
        if (!table.rows().isEmpty()) {
            out.append("\n## ").append(title).append("\n\n").append(Markdown.table(table, false));
        }
    }
}
