package org.echoscale.results.report;

import java.util.List;
import java.util.stream.Collectors;
import org.echoscale.results.charts.Chart.Table;
import org.echoscale.results.files.PlainText;

/** Markdown in which text from a file is nothing but text. */
final class Markdown {
    private Markdown() {}

    static String text(String text) {
        StringBuilder escaped = new StringBuilder();
        for (char c : PlainText.line(text).toCharArray()) {
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '@' -> escaped.append("&#64;");
                case '\\', '`', '*', '_', '{', '}', '[', ']', '|', '~', '#' -> escaped.append('\\').append(c);
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** A block of code. The fence is longer than any run of backticks within. */
    static String code(String text) {
        String fence = "```";
        while (text.contains(fence)) {
            fence += "`";
        }
        return fence + "\n" + PlainText.line(text) + "\n" + fence + "\n";
    }

    /** @param numbers whether all columns but the first are aligned to the right */
    static String table(Table table, boolean numbers) {
        StringBuilder out = new StringBuilder(row(table.head()));
        out.append('|');
        for (int i = 0; i < table.head().size(); i++) {
            out.append(numbers && i > 0 ? "---:|" : "---|");
        }
        out.append('\n');
        table.rows().forEach(row -> out.append(row(row)));
        return out.toString();
    }

    private static String row(List<String> cells) {
        return cells.stream().map(Markdown::text).collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
