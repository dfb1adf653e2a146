package org.echoscale.results.charts;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * A chart, and what must stand beside it to be understood.
 *
 * @param id a word for file names: {@code "cpu-per-message"}
 * @param title what it shows
 * @param reading how to read it, in a line
 * @param marks what line, dots and whiskers are, with the number of forks
 * @param option for ECharts, before {@code charts.js} fits it to a width
 * @param table the same figures as text
 * @param notes what is not in it and why, and what to beware of
 */
public record Chart(String id, String title, String reading, String marks, ObjectNode option, Table table,
        List<String> notes) {
    public Chart {
        notes = List.copyOf(notes);
    }

    /** Figures as text: a row per server. */
    public record Table(List<String> head, List<List<String>> rows) {
        public Table {
            head = List.copyOf(head);
            rows = rows.stream().map(List::copyOf).toList();
        }
    }
}
