package org.echoscale.bench.cli;

import java.util.ArrayList;
import java.util.List;
import org.echoscale.results.charts.Chart.Table;
import org.echoscale.results.report.WaitTables;
import org.echoscale.results.stats.WaitFigures;
import org.echoscale.results.stats.WaitSentences;

/** A study of wait calls for people: what was found, then the tables. */
final class WaitsText {
    private WaitsText() {}

    static List<String> lines(WaitFigures figures) {
        List<String> lines = new ArrayList<>();
        WaitSentences.of(figures).forEach(sentence -> lines.addAll(TextTable.broken(sentence, TextTable.WIDTH)));
        WaitTables.times(figures).forEach((title, table) -> add(lines, title, table));
        Table models = WaitTables.models(figures);
        if (!models.rows().isEmpty()) {
            add(lines, "Cost model", models);
            lines.addAll(TextTable.broken(WaitTables.MODEL_READING, TextTable.WIDTH));
        }
        WaitTables.ratios(figures).ifPresent(table -> add(lines, "Java against C", table));
        Table left = WaitTables.left(figures);
        if (!left.rows().isEmpty()) {
            add(lines, "Not measured", left);
        }
        return lines;
    }

    private static void add(List<String> lines, String title, Table table) {
        lines.add("");
        lines.add(title);
        TextTable text = new TextTable(table.head().toArray(String[]::new));
        table.rows().forEach(row -> text.row(row.toArray(String[]::new)));
        lines.addAll(text.lines());
    }
}
