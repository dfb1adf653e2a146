package org.echoscale.results.charts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;
import org.echoscale.results.files.PlainText;
import org.echoscale.results.stats.Spread;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The option of a chart with a bar for each server: the median, a whisker over the forks, and a dot for each fork. */
final class BarOption {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final String title;
    private final String reading;
    private final String axis;
    private final DoubleFunction<String> shown;

    BarOption(String title, String reading, String axis, DoubleFunction<String> shown) {
        this.title = title;
        this.reading = reading;
        this.axis = axis;
        this.shown = shown;
    }

    /** @param values in units of the axis; names in the order of the plan come from top to bottom */
    ObjectNode build(Map<String, Spread> values, List<String> subjects) {
        List<String> names = new ArrayList<>(values.keySet());
        ObjectNode option = JSON.createObjectNode();
        option.putObject("title").put("text", title).put("subtext", reading);
        option.putObject("tooltip").put("trigger", "item");
        option.putObject("xAxis").put("type", "value").put("name", axis);
        ObjectNode y = option.putObject("yAxis").put("type", "category").put("inverse", true).put("name", "");
        ArrayNode categories = y.putArray("data");
        names.forEach(name -> categories.add(PlainText.line(name)));
        y.putObject("splitLine").put("show", false);

        ObjectNode bars = JSON.createObjectNode().put("type", "bar").put("name", axis).put("barMaxWidth", 16);
        ArrayNode medians = bars.putArray("data");
        ObjectNode mark = bars.putObject("markLine").put("silent", true).put("animation", false);
        mark.putArray("symbol").add("none").add("none");
        mark.putObject("label").put("show", false);
        mark.set("lineStyle", Looks.color(6).put("type", "solid").put("width", 1.5));
        ArrayNode whiskers = mark.putArray("data");
        ObjectNode dots = JSON.createObjectNode()
                .put("type", "scatter")
                .put("name", axis)
                .put("symbol", "circle")
                .put("symbolSize", 5)
                .put("silent", true);
        dots.set("itemStyle", Looks.color(6).put("opacity", 0.7));
        ArrayNode forks = dots.putArray("data");
        for (String subject : names) {
            String name = PlainText.line(subject);
            Spread value = values.get(subject);
            if (value == null) {
                continue;
            }
            ObjectNode bar = medians.addObject();
            bar.put("value", value.median()).put("at", name).put("order", value.median());
            bar.put("text", value.forks() == 1
                    ? shown.apply(value.median())
                    : shown.apply(value.median()) + " (" + shown.apply(value.min()) + " – " + shown.apply(value.max())
                            + ")");
            bar.set("itemStyle", Looks.color(Math.max(0, subjects.indexOf(subject))));
            if (value.forks() > 1) {
                ArrayNode whisker = whiskers.addArray();
                whisker.addObject().putArray("coord").add(value.min()).add(name);
                whisker.addObject().putArray("coord").add(value.max()).add(name);
                value.perFork().forEach(fork -> forks.addArray().add(fork).add(name));
            }
        }
        ArrayNode series = option.putArray("series");
        series.add(bars);
        series.add(dots);
        return option;
    }
}
