package org.echoscale.results.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.echoscale.results.charts.Timeline.Group;
import org.echoscale.results.charts.Timeline.Kind;
import org.echoscale.results.charts.Timeline.Row;
import org.echoscale.results.charts.Timeline.Span;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class TimelineTest {
    private static final EChartsSvg DRAWING = new EChartsSvg();

    @Test
    void headingsNamesAndKindsAreOnThePicture() {
        String svg = DRAWING
                .draw(option(List.of(new Group("one at a time: 2 s", List.of(row("task 1", 0, 1), row("task 2", 1, 2))),
                        new Group("events: 1 s", List.of(row("task 1", 0, 1))))));
        assertThat(svg).contains("one at a time: 2 s", "events: 1 s", ">task 2<", "computing", "waiting for its reply",
                "seconds since the beginning", "A title");
    }

    @Test
    void theStretchesOfABarAddUpToItsEnd() {
        ObjectNode option = option(List.of(new Group("g", List.of(row("a", 0.5, 1.5), row("b", 0, 3)))));
        double[] ends = new double[3];
        for (JsonNode series : option.get("series")) {
            for (int row = 0; row < series.get("data").size(); row++) {
                JsonNode item = series.get("data").get(row);
                ends[row] += item.isObject() ? item.get("value").asDouble() : 0;
            }
        }
        assertThat(ends).containsExactly(0, 1.5, 3);
        assertThat(option.get("xAxis").get("max").asDouble()).isEqualTo(3);
    }

    @Test
    void aKindThatDoesNotOccurIsNotInTheLegend() {
        ObjectNode option = option(
                List.of(new Group("g", List.of(new Row("a", List.of(new Span(Kind.BUSY, 0, 1)))))));
        assertThat(option.get("legend").get("data")).hasSize(1);
        assertThat(option.get("legend").get("data").get(0).asString()).isEqualTo("computing");
    }

    @Test
    void stretchesTooShortToBeSeenJoinTheOneBeforeThem() {
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            spans.add(new Span(i % 2 == 0 ? Kind.BUSY : Kind.READY, i / 1e4, (i + 1) / 1e4));
        }
        assertThat(option(List.of(new Group("g", List.of(new Row("a", spans))))).get("series").size()).isLessThan(10);
    }

    @Test
    void nothingAtAllCanStillBeDrawn() {
        assertThat(DRAWING.draw(option(List.of(new Group("empty", List.of(new Row("a", List.of())))))))
                .contains("empty");
    }

    private static Row row(String name, double from, double to) {
        double half = (from + to) / 2;
        return new Row(name, List.of(new Span(Kind.READY, 0, from), new Span(Kind.BUSY, from, half),
                new Span(Kind.WAITING, half, to)));
    }

    private static ObjectNode option(List<Group> groups) {
        return new Timeline("t", "A title", "how to read it", "seconds since the beginning", groups)
                .chart("marks", new Chart.Table(List.of("a"), List.of()), List.of())
                .option();
    }
}
