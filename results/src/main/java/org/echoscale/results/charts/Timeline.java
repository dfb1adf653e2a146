package org.echoscale.results.charts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.echoscale.results.files.PlainText;
import org.echoscale.results.stats.Units;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What several things were at, moment by moment: a bar for each, in groups with a heading, on one scale of seconds. Waiting
 * is grey.
 *
 * @param id a word for file names
 * @param title what it shows
 * @param reading how to read it, in a line
 * @param axis what the seconds count from
 * @param groups from top to bottom
 */
public record Timeline(String id, String title, String reading, String axis, List<Group> groups) {
    private static final JsonMapper JSON = JsonMapper.shared();
    /** A stretch that is shorter than this part of the whole cannot be seen; it joins the one before it. */
    private static final double VISIBLE = 1 / 2_000.0;

    public Timeline {
        groups = List.copyOf(groups);
    }

    /** What something is at. */
    public enum Kind {
        BUSY("computing", "shade:0"), WAITING("waiting for its reply", "shade:wait"), READY(
                "ready, but not running", "shade:5");

        private final String label;
        private final String color;

        Kind(String label, String color) {
            this.label = label;
            this.color = color;
        }
    }

    /** Bars under a heading. */
    public record Group(String heading, List<Row> rows) {
        public Group {
            rows = List.copyOf(rows);
        }
    }

    /** A bar: stretches one after the other, the first from 0. */
    public record Row(String name, List<Span> spans) {
        public Row {
            spans = List.copyOf(spans);
        }
    }

    /** A stretch, in seconds. */
    public record Span(Kind kind, double from, double to) {}

    /**
     * The chart.
     *
     * @param marks what a bar is
     * @param table figures beside it
     * @param notes what is not in it
     */
    public Chart chart(String marks, Chart.Table table, List<String> notes) {
        return new Chart(id, title, reading, marks, option(), table, notes);
    }

    private ObjectNode option() {
        double longest = groups.stream()
                .flatMap(group -> group.rows().stream())
                .flatMap(row -> row.spans().stream())
                .mapToDouble(Span::to)
                .max()
                .orElse(1);
        ObjectNode option = JSON.createObjectNode();
        option.putObject("title").put("text", title).put("subtext", reading);
        option.putObject("tooltip").put("trigger", "item");
        option.putObject("xAxis").put("type", "value").put("name", axis).put("min", 0).put("max", longest);
        ObjectNode y = option.putObject("yAxis").put("type", "category").put("inverse", true).put("name", "");
        ArrayNode names = y.putArray("data");
        y.putObject("splitLine").put("show", false);
        y.putObject("axisTick").put("show", false);
        y.putObject("axisLabel").put("interval", 0).put("hideOverlap", false);
        ArrayNode headings = JSON.createArrayNode();
        Stacks stacks = new Stacks();
        for (Group group : groups) {
            names.add("");
            heading(headings, group.heading());
            stacks.row("", List.of());
            for (Row row : group.rows()) {
                names.add(PlainText.line(row.name()));
                headings.add("-");
                stacks.row(PlainText.line(row.name()), visible(row.spans(), longest * VISIBLE));
            }
        }
        ArrayNode series = option.putArray("series");
        Set<Kind> used = stacks.addTo(series);
        ObjectNode text = bar("", "shade:back");
        text.set("data", headings);
        series.add(text);
        ArrayNode legend = option.putObject("legend").putArray("data");
        Arrays.stream(Kind.values()).filter(used::contains).forEach(kind -> legend.add(kind.label));
        return option;
    }

    private static void heading(ArrayNode headings, String text) {
        headings.addObject()
                .put("value", 0)
                .putObject("label")
                .put("show", true)
                .put("position", "right")
                .put("distance", 0)
                .put("fontSize", 13)
                .put("fontWeight", 600)
                .put("color", "shade:text")
                .put("formatter", PlainText.line(text));
    }

    private static ObjectNode bar(String name, String color) {
        ObjectNode bar = JSON.createObjectNode()
                .put("type", "bar")
                .put("name", name)
                .put("stack", "time")
                .put("barCategoryGap", "18%");
        bar.putObject("itemStyle").put("color", color);
        return bar;
    }

    /** The same bar without what cannot be seen. */
    private static List<Span> visible(List<Span> spans, double shortest) {
        ArrayList<Span> seen = new ArrayList<>();
        for (Span span : spans) {
            Span last = seen.isEmpty() ? null : seen.getLast();
            if (last != null && (last.kind() == span.kind() || span.to() - span.from() < shortest)) {
                seen.set(seen.size() - 1, new Span(last.kind(), last.from(), span.to()));
            } else {
                seen.add(span);
            }
        }
        return seen;
    }

    /**
     * Bars made of stretches as ECharts stacks them: the n-th series holds the n-th stretch of every row. A stretch belongs to
     * the series of its kind, so that each kind has one colour and one entry in the legend.
     */
    private static final class Stacks {
        private final ArrayList<List<Span>> rows = new ArrayList<>();
        private final ArrayList<String> names = new ArrayList<>();

        void row(String name, List<Span> spans) {
            names.add(name);
            rows.add(spans);
        }

        Set<Kind> addTo(ArrayNode series) {
            Set<Kind> used = new TreeSet<>();
            int most = rows.stream().mapToInt(List::size).max().orElse(0);
            for (int i = 0; i < most; i++) {
                for (Kind kind : Kind.values()) {
                    if (add(series, i, kind)) {
                        used.add(kind);
                    }
                }
            }
            return used;
        }

        private boolean add(ArrayNode series, int place, Kind kind) {
            boolean any = false;
            ArrayNode data = JSON.createArrayNode();
            for (int row = 0; row < rows.size(); row++) {
                List<Span> spans = rows.get(row);
                if (place < spans.size() && spans.get(place).kind() == kind) {
                    any = true;
                    Span span = spans.get(place);
                    data.addObject()
                            .put("value", span.to() - span.from())
                            .put("at", names.get(row))
                            .put("text", text(span))
                            .put("order", 0);
                } else {
                    data.add("-");
                }
            }
            if (any) {
                ObjectNode bar = bar(kind.label, kind.color);
                bar.set("data", data);
                series.add(bar);
            }
            return any;
        }

        private static String text(Span span) {
            return String.format(Locale.ROOT, "%s for %s,%nfrom %.3f s to %.3f s", span.kind().label,
                    Units.micros((span.to() - span.from()) * 1e6), span.from(), span.to());
        }
    }
}
