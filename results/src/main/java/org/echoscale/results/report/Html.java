package org.echoscale.results.report;

import java.util.List;
import java.util.regex.Pattern;
import org.echoscale.results.charts.Chart.Table;
import org.echoscale.results.files.PlainText;

/** HTML in which text from a file is nothing but text. */
final class Html {
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");

    private Html() {}

    /** For element content and for attributes in quotes. */
    static String text(String text) {
        return PlainText.line(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** Text that breaks between its words alone: a browser would also break an option of a command after its hyphens. */
    private static String prose(String text) {
        return OPTION.matcher(text(text)).replaceAll("<span class=\"option\">$0</span>");
    }

    /** JSON for a script element that holds data: nothing in it can end the element. */
    static String data(String json) {
        return json.replace("&", "\\u0026")
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }

    /** A reason in the place of a figure, which may become several lines on a narrow screen; figures stay whole. */
    private static boolean isWords(String entry) {
        return !entry.isEmpty() && Character.isLetter(entry.charAt(0)) && entry.indexOf(' ') > 0;
    }

    static String table(Table table, String label, boolean numbers) {
        StringBuilder out = new StringBuilder("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\""
                + text(label) + "\"><table" + (numbers ? " class=\"numbers\"" : "") + "><thead><tr>");
        table.head().forEach(head -> out.append("<th scope=\"col\">").append(text(head)).append("</th>"));
        out.append("</tr></thead><tbody>\n");
        for (List<String> row : table.rows()) {
            out.append("<tr>");
            for (int i = 0; i < row.size(); i++) {
                // On a narrow screen a row of text becomes lines, each with the name of its column.
                String name = numbers ? "" : " data-name=\"" + text(table.head().get(i)) + "\"";
                String words = numbers && isWords(row.get(i)) ? " class=\"words\"" : "";
                out.append(i == 0 ? "<th scope=\"row\">" : "<td" + words + name + ">")
                        .append(numbers ? text(row.get(i)) : prose(row.get(i)))
                        .append(i == 0 ? "</th>" : "</td>");
            }
            out.append("</tr>\n");
        }
        return out.append("</tbody></table></div>\n").toString();
    }
}
