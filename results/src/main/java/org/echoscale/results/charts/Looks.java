package org.echoscale.results.charts;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** How a server looks, the same in every chart: by its place in the plan. */
final class Looks {
    /** Told apart without colour, too. */
    private static final List<String> SYMBOLS = List.of("circle", "rect", "triangle", "diamond", "circle", "rect",
            "triangle", "diamond", "path://M0 0L12 0L6 11Z", "path://M6 0L12 5L10 12L2 12L0 5Z",
            "path://M4 0H8V4H12V8H8V12H4V8H0V4H4Z", "path://M6 0L8 4L12 4L9 7L10 12L6 9L2 12L3 7L0 4L4 4Z");

    /** As many as charts.js has. After them colours come again, with dashes. */
    private static final int COLORS = 8;

    /** After so many, as many symbols are hollow. */
    private static final int HOLLOW = 4;

    private Looks() {}

    static String symbol(int place) {
        return SYMBOLS.get(place % SYMBOLS.size());
    }

    /** A filled symbol, or a hollow one where the same shape comes again. */
    static ObjectNode symbolStyle(int place) {
        boolean hollow = place % SYMBOLS.size() / HOLLOW == 1;
        return hollow
                ? JsonMapper.shared()
                        .createObjectNode()
                        .put("color", "shade:back")
                        .put("borderWidth", 2)
                        .put("borderColor", shade(place))
                : color(place);
    }

    static String dash(int place) {
        return place / COLORS % 2 == 0 ? "solid" : "dashed";
    }

    /** The number of the colour; charts.js puts the shade in. */
    static ObjectNode color(int place) {
        return JsonMapper.shared().createObjectNode().put("color", shade(place));
    }

    private static String shade(int place) {
        return "shade:" + place % COLORS;
    }
}
