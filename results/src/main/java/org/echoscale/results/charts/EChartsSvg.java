package org.echoscale.results.charts;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ContextFactory;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.Script;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;
import tools.jackson.databind.node.ObjectNode;

/**
 * ECharts inside the JVM: draws an option as SVG text, with the library's own server-side rendering. Loading takes a
 * while, most of it for the first object of a JVM, so one object draws all charts of a report. For one thread.
 */
public final class EChartsSvg {
    public static final int WIDTH = 960;

    /** What the script expects of its surroundings; nothing is drawn later, so no timer ever fires. */
    private static final String SURROUNDINGS = """
        var setTimeout = function () { return 0; };
        var clearTimeout = function () {};
        """;

    private static final String DRAW = """
        function echoscaleDraw(json, width) {
          var chart = JSON.parse(json);
          var height = echoscaleCharts.height(chart, width, true);
          var view = echarts.init(null, null, {renderer: 'svg', ssr: true, width: width, height: height});
          view.setOption(echoscaleCharts.fit(chart, width, false, true));
          var svg = view.renderToSVGString();
          view.dispose();
          return svg;
        }
        """;

    private static final ContextFactory CONTEXTS = new ContextFactory();

    private final Scriptable scope;

    public EChartsSvg() {
        try (Context context = enter()) {
            // Without Java's classes: a chart's option comes from a file.
            scope = context.initSafeStandardObjects();
            for (Script script : Parsed.SCRIPTS) {
                script.exec(context, scope, scope);
            }
        }
    }

    /** The scripts, parsed when first needed: that takes longer than to run them, which many scopes and threads may. */
    private static final class Parsed {
        static final List<Script> SCRIPTS;

        static {
            try (Context context = enter()) {
                SCRIPTS = List.of(parse(context, SURROUNDINGS, "surroundings"),
                        parse(context, ChartScripts.echarts(), "echarts"),
                        parse(context, ChartScripts.fitting(), "charts.js"),
                        parse(context, DRAW, "draw"));
            }
        }

        private static Script parse(Context context, String script, String name) {
            return context.compileString(script, name, 1, null);
        }
    }

    private static Context enter() {
        Context context = CONTEXTS.enterContext();
        // The script is larger than what fits into a method of a class file.
        context.setInterpretedMode(true);
        context.setLanguageVersion(Context.VERSION_ES6);
        return context;
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
            Function draw = (Function) ScriptableObject.getProperty(scope, "echoscaleDraw");
            Object[] arguments = {option.toString(), width};
            return Context.toString(draw.call(context, scope, ScriptableObject.getTopLevelScope(scope), arguments))
                    + "\n";
        }
    }
}
