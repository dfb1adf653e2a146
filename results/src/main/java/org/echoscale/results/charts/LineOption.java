package org.echoscale.results.charts;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleFunction;
import org.echoscale.results.files.PlainText;
import org.echoscale.results.stats.Units;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The option of a chart against the number of connections: for each server a line through the medians, whiskers from the
 * smallest to the largest fork, and a dot for each fork.
 */
final class LineOption {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** A value axis spans so many powers of ten at least before it is drawn as logarithmic. */
    private static final double LOG_FROM_RATIO = 8;

    private final String title;
    private final String reading;
    private final String axis;
    private final DoubleFunction<String> shown;
    private final String counted;
    private final String across;
    private final Map<String, NavigableMap<Integer, Point>> lines = new LinkedHashMap<>();
    private final Set<String> sparse = new HashSet<>();
    /** Servers without a point: the legend says so, or they would seem never to have been asked for. */
    private final List<String> missing = new ArrayList<>();

    LineOption(String title, String reading, String connections, String axis, DoubleFunction<String> shown) {
        this(title, reading, axis, shown, "connections", connections);
    }

    /**
     * @param counted what the numbers along the lower axis count
     * @param across name of that axis
     */
    LineOption(String title, String reading, String axis, DoubleFunction<String> shown, String counted, String across) {
        this.title = title;
        this.reading = reading;
        this.axis = axis;
        this.shown = shown;
        this.counted = counted;
        this.across = across;
    }

    /** A line from elsewhere: what it lacks of the ladder is no gap. */
    void addSparse(String name, NavigableMap<Integer, Point> line) {
        lines.put(name, line);
        sparse.add(name);
    }

    void add(String name, NavigableMap<Integer, Point> line) {
        lines.put(name, line);
    }

    /** A server of which there is nothing to draw. */
    void addMissing(String name) {
        missing.add(name);
    }

    private static String missing(String name) {
        return PlainText.line(name) + ": no valid figure";
    }

    /**
     * @param ladder all numbers of connections: a line that lacks one between its ends has a gap there
     * @param subjects all servers in the order of the plan, so that each looks the same in every chart
     */
    ObjectNode build(List<Integer> ladder, List<String> subjects) {
        ObjectNode option = JSON.createObjectNode();
        option.putObject("title").put("text", title).put("subtext", reading);
        option.putObject("tooltip").put("trigger", "axis").putObject("axisPointer").put("type", "line");
        ArrayNode legend = option.putObject("legend").putArray("data");
        lines.keySet().forEach(name -> legend.add(PlainText.line(name)));
        missing.forEach(name -> legend.add(missing(name)));
        option.set("xAxis", xAxis(ladder));
        option.set("yAxis", yAxis());
        ArrayNode series = option.putArray("series");
        lines.forEach((name, line) -> {
            int look = Math.max(0, subjects.indexOf(name));
            series.add(line(PlainText.line(name), line,
                    sparse.contains(name) ? List.copyOf(line.keySet()) : ladder, look));
            series.add(dots(PlainText.line(name), line, look));
        });
        // The legend shows only what there is a series of.
        missing.forEach(name -> series
                .add(line(missing(name), new TreeMap<>(), List.of(), Math.max(0, subjects.indexOf(name)))));
        return option;
    }

    /** The numbers that were measured are the labels. */
    private ObjectNode xAxis(List<Integer> ladder) {
        int least = lines.values().stream().mapToInt(NavigableMap::firstKey).min().orElse(1);
        int most = lines.values().stream().mapToInt(NavigableMap::lastKey).max().orElse(10);
        // A little room, so that no symbol lies on the frame.
        ObjectNode x = JSON.createObjectNode()
                .put("type", "log")
                .put("name", across)
                .put("min", least == most ? least / 10.0 : least / 1.35)
                .put("max", least == most ? least * 10.0 : most * 1.35);
        ticks(x, ladder.stream().filter(n -> n >= least && n <= most).map(Integer::doubleValue).toList());
        return x;
    }

    private ObjectNode yAxis() {
        List<Double> values = new ArrayList<>();
        lines.values().forEach(line -> line.values().forEach(point -> {
            values.add(point.value());
            if (point.forks() != null) {
                values.addAll(point.forks().perFork());
            }
        }));
        double least = values.stream().mapToDouble(Double::doubleValue).min().orElse(1);
        double most = values.stream().mapToDouble(Double::doubleValue).max().orElse(1);
        ObjectNode y = JSON.createObjectNode();
        if (least <= 0 || most / least < LOG_FROM_RATIO) {
            return y.put("type", "value").put("min", 0).put("name", axis);
        }
        List<Double> steps = steps(least, most);
        y.put("type", "log").put("min", steps.getFirst()).put("max", steps.getLast()).put("name", axis + " (log)");
        ticks(y, steps.getLast() / steps.getFirst() <= 1000
                ? steps
                : steps.stream().filter(step -> Math.log10(step) % 1 == 0).toList());
        return y;
    }

    private static void ticks(ObjectNode axis, List<Double> values) {
        for (String part : List.of("axisLabel", "axisTick")) {
            ArrayNode custom = axis.putObject(part).putArray("customValues");
            values.forEach(custom::add);
        }
    }

    /** 1, 2 and 5 × the powers of ten, from the last below a range to the first above it. */
    private static List<Double> steps(double least, double most) {
        List<Double> steps = new ArrayList<>();
        for (int power = (int) Math.floor(Math.log10(least)); steps.isEmpty() || steps.getLast() < most; power++) {
            for (int digit : new int[]{1, 2, 5}) {
                double step = BigDecimal.valueOf(digit).scaleByPowerOfTen(power).doubleValue();
                if (step <= least) {
                    steps.clear();
                }
                if (steps.isEmpty() || steps.getLast() < most) {
                    steps.add(step);
                }
            }
        }
        return steps;
    }

    private ObjectNode line(String name, NavigableMap<Integer, Point> line, List<Integer> ladder, int look) {
        ObjectNode series = JSON.createObjectNode()
                .put("type", "line")
                .put("name", name)
                .put("symbol", Looks.symbol(look))
                .put("symbolSize", 9)
                .put("showAllSymbol", true)
                .put("connectNulls", false);
        series.set("itemStyle", Looks.symbolStyle(look));
        series.set("lineStyle", Looks.color(look).put("width", 2).put("type", Looks.dash(look)));
        ArrayNode data = series.putArray("data");
        ArrayNode whiskers = JSON.createArrayNode();
        for (int connections : ladder) {
            Point point = line.get(connections);
            if (point != null) {
                ObjectNode item = data.addObject();
                item.putArray("value").add(connections).add(point.value());
                item.put("at", Units.count(connections) + " " + counted)
                        .put("text", label(point))
                        .put("order", point.value());
                if (point.forks() != null && point.forks().forks() > 1) {
                    ArrayNode whisker = whiskers.addArray();
                    whisker.addObject().putArray("coord").add(connections).add(point.forks().min());
                    whisker.addObject().putArray("coord").add(connections).add(point.forks().max());
                }
            } else if (connections > line.firstKey() && connections < line.lastKey()) {
                data.addObject().putArray("value").add(connections).add("-");
            }
        }
        if (!whiskers.isEmpty()) {
            ObjectNode mark = series.putObject("markLine").put("silent", true).put("animation", false);
            mark.putArray("symbol").add("none").add("none");
            mark.putObject("label").put("show", false);
            mark.set("lineStyle", Looks.color(look).put("type", "solid").put("width", 1.5).put("opacity", 0.75));
            mark.set("data", whiskers);
        }
        return series;
    }

    private static ObjectNode dots(String name, NavigableMap<Integer, Point> line, int look) {
        ObjectNode series = JSON.createObjectNode()
                .put("type", "scatter")
                .put("name", name)
                .put("symbol", "circle")
                .put("symbolSize", 4)
                .put("silent", true);
        series.set("itemStyle", Looks.color(look).put("opacity", 0.6));
        ArrayNode data = series.putArray("data");
        line.forEach((connections, point) -> {
            if (point.forks() != null && point.forks().forks() > 1) {
                point.forks().perFork().forEach(value -> data.addArray().add(connections).add(value));
            }
        });
        return series;
    }

    private String label(Point point) {
        String value = shown.apply(point.value());
        return point.forks() == null || point.forks().forks() == 1
                ? value
                : value + " (" + shown.apply(point.forks().min()) + " – " + shown.apply(point.forks().max()) + ")";
    }
}
