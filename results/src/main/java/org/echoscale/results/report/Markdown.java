package org.echoscale.results.report;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.echoscale.results.charts.Chart.Table;
import org.echoscale.results.files.PlainText;

/** Markdown in which text from a file is nothing but text. */
final class Markdown {
    private static final Pattern LIST_OR_RULE = Pattern.compile("[-+]+(\\s.*)?");

    private Markdown() {}

    static String text(String text) {
        StringBuilder escaped = new StringBuilder();
        String line = PlainText.line(text);
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '<') {
                escaped.append("&lt;"); // not even a viewer that knows no backslashes may see an element
                continue;
            }
            boolean special = switch (c) {
                case '\\', '`', '*', '[', ']', '|', '~' -> true;
                case '_' -> !isWord(line, i - 1) || !isWord(line, i + 1);
                case '&', '@' -> isWord(line, i + 1) || (c == '&' && line.startsWith("#", i + 1));
                case '#', '>' -> i == 0;
                case '+', '-' -> i == 0 && LIST_OR_RULE.matcher(line).matches();
                default -> false;
            };
            escaped.append(special ? "\\" : "").append(c);
        }
        return escaped.toString();
    }

    private static boolean isWord(String line, int at) {
        return at >= 0 && at < line.length() && Character.isLetterOrDigit(line.charAt(at));
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
