package org.echoscale.results.charts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The scripts that draw charts, as text: for the report to carry along, and for the JVM. */
public final class ChartScripts {
    private ChartScripts() {}

    /** Apache ECharts, the build with lines, bars and points. */
    public static String echarts() {
        return text(ChartScripts.class, "echarts/echarts.common.min.js");
    }

    /** {@code echoscaleCharts.fit} and {@code .height}: an option for a width, in light or dark. */
    public static String fitting() {
        return text(ChartScripts.class, "charts.js");
    }

    /** A text that lies beside a class in its jar. */
    public static String text(Class<?> beside, String resource) {
        try (InputStream in = beside.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
