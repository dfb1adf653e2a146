package org.echoscale.results.report;

import java.util.List;
import org.echoscale.results.compare.Difference;
import org.echoscale.results.compare.Findings;
import org.echoscale.results.compare.RunComparison;

/** A comparison of two runs as a page that any viewer of a repository shows. */
public final class DiffMarkdown {
    /** How each of these pages begins. */
    public static final String TITLE = "# Echoscale: two runs, A and B";

    private DiffMarkdown() {}

    /**
     * The page.
     *
     * @param a where the first run is
     * @param b where the second run is
     */
    public static String of(RunComparison runs, String a, String b, List<String> warnings) {
        StringBuilder out = new StringBuilder(TITLE).append("\n\n");
        if (!runs.environment().passes()) {
            out.append("> **These runs were made in different environments. No ratio on this page can be put down to "
                    + "the servers.**\n>\n");
            for (Difference difference : runs.environment().differences()) {
                out.append("> - ").append(Markdown.text(difference.toString())).append('\n');
            }
            out.append('\n');
        }
        item(out, "A: " + a);
        item(out, "B: " + b);
        out.append('\n');
        Findings.of(runs).forEach(sentence -> item(out, sentence));
        warnings.forEach(warning -> item(out, "Warning: " + warning));
        for (DiffPage.Section section : DiffPage.of(runs)) {
            out.append("\n## ").append(section.title()).append("\n\n");
            if (!section.hint().isEmpty()) {
                out.append(Markdown.text(section.hint())).append("\n\n");
            }
            out.append(Markdown.table(section.table(), false));
        }
        out.append("\n## How to read it\n\n");
        DiffPage.LEGEND.forEach(line -> item(out, line));
        return out.toString();
    }

    private static void item(StringBuilder out, String text) {
        out.append("- ").append(Markdown.text(text)).append('\n');
    }
}
