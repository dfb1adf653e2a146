package org.echoscale.results.charts;

import java.nio.charset.StandardCharsets;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ContextFactory;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;
import tools.jackson.databind.node.ObjectNode;

/**
 * ECharts inside the JVM: draws an option as SVG text, with the library's own server-side rendering. Loading takes a
 * while, so one object draws all charts of a report. For one thread.
 */
public final class EChartsSvg {
    public static final int WIDTH = 960;

    /** What the script expects of its surroundings; nothing is drawn later, so no timer ever fires. */
    private static final String SURROUNDINGS = """
        var setTimeout = function () { return 0; };
        var clearTimeout = function () {};
        """;

    private static final String DRAW = """
        (function (json, width) {
          var chart = JSON.parse(json);
          var height = echoscaleCharts.height(chart, width, true);
          var view = echarts.init(null, null, {renderer: 'svg', ssr: true, width: width, height: height});
          view.setOption(echoscaleCharts.fit(chart, width, false, true));
          var svg = view.renderToSVGString();
          view.dispose();
          return svg;
        })
        """;

    private final ContextFactory contexts = new ContextFactory();
    private final Scriptable scope;

    public EChartsSvg() {
        try (Context context = enter()) {
            // Without Java's classes: a chart's option comes from a file.
            scope = context.initSafeStandardObjects();
            run(context, SURROUNDINGS, "surroundings");
            run(context, ChartScripts.echarts(), "echarts");
            run(context, ChartScripts.fitting(), "charts.js");
        }
    }

    private Context enter() {
        Context context = contexts.enterContext();
        // The script is larger than what fits into a method of a class file.
        context.setInterpretedMode(true);
        context.setLanguageVersion(Context.VERSION_ES6);
        return context;
    }

    private Object run(Context context, String script, String name) {
        return context.evaluateString(scope, script, name, 1, null);
    }

    /** The chart as a picture of its own, in light colours, {@value #WIDTH} pixels wide. */
    public String draw(ObjectNode option) {
        return draw(option, WIDTH);
    }

    /** The same as a file, which tells its title to those who cannot see it. */
    public byte[] file(Chart chart) {
        return draw(chart.option())
                .replaceFirst("<svg ", "<svg role=\"img\" aria-label=\"" + chart.title() + "\" ")
                .getBytes(StandardCharsets.UTF_8);
    }

    String draw(ObjectNode option, int width) {
        try (Context context = enter()) {
            Function draw = (Function) run(context, DRAW, "draw");
            Object[] arguments = {option.toString(), width};
            return Context.toString(draw.call(context, scope, ScriptableObject.getTopLevelScope(scope), arguments))
                    + "\n";
        }
    }
}
