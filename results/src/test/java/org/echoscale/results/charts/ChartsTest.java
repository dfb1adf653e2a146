package org.echoscale.results.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.echoscale.results.model.Outcome;
import org.echoscale.results.stats.RunFigures;
import org.echoscale.results.testdata.SyntheticRun;
import org.echoscale.results.testdata.SyntheticRun.Cost;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ChartsTest {
    private static final EChartsSvg DRAWING = new EChartsSvg();

    @Test
    void each_chart_shows_every_server_by_name_and_every_axis_with_its_unit() throws Exception {
        List<Chart> charts = charts(SyntheticRun.twelve());

        assertThat(charts).extracting(Chart::id)
                .containsExactly("cpu-per-message", "cpu-quotient", "throughput",
                        "latency-p50", "latency-p99", "memory-per-connection");
        for (Chart chart : charts) {
            String text = parsed(DRAWING.draw(chart.option())).getDocumentElement().getTextContent();
            assertThat(text).as(chart.id()).contains(chart.title());
            chart.table().rows().forEach(row -> assertThat(text).as(chart.id()).contains(row.getFirst()));
        }
        assertThat(DRAWING.draw(charts.getFirst().option())).contains("microseconds a message", "connections open");
    }

    @Test
    void where_the_active_connections_grow_with_the_open_ones_each_line_chart_says_so() throws Exception {
        List<Chart> charts = charts(new SyntheticRun().ladder(10, 1_000)
                .forks(1)
                .subject("made-up", Cost.flat(6))
                .activeShare(0.1));

        assertThat(charts).filteredOn(chart -> !chart.id().equals("memory-per-connection"))
                .hasSize(5)
                .allSatisfy(chart -> assertThat(DRAWING.draw(chart.option()))
                        .contains("connections open, 10 % of them active"));
        assertThat(charts.getFirst().reading()).doesNotContain("cost nothing while they are idle");
    }

    @Test
    void a_drawing_is_the_same_every_time() {
        Chart chart = charts(SyntheticRun.twelve()).getFirst();

        assertThat(new EChartsSvg().draw(chart.option())).isEqualTo(new EChartsSvg().draw(chart.option()));
    }

    @Test
    void one_size_one_server_one_fork_and_one_load_are_enough() throws Exception {
        for (SyntheticRun run : List.of(new SyntheticRun().ladder(1_000).forks(1).subject("a", Cost.flat(6)),
                new SyntheticRun().ladder(10, 1_000).forks(1).closedOnly().subject("a", Cost.flat(6)),
                new SyntheticRun().ladder(1).forks(2).openOnly().subject("a", Cost.flat(6)))) {
            List<Chart> charts = charts(run);
            assertThat(charts).isNotEmpty();
            for (Chart chart : charts) {
                assertThat(parsed(DRAWING.draw(chart.option())).getDocumentElement().getTextContent()).contains("a");
            }
        }
    }

    @Test
    void a_process_that_shrank_has_no_bar_and_is_named_with_what_it_lost() {
        Chart chart = charts(new SyntheticRun().ladder(10, 10_000)
                .forks(1)
                .subject("grows", Cost.flat(6).resident(900))
                .subject("shrinks", Cost.flat(6).resident(-40)))
                .getLast();

        assertThat(chart.id()).isEqualTo("memory-per-connection");
        assertThat(chart.table().rows()).extracting(List::getFirst).containsExactly("grows");
        assertThat(chart.notes()).singleElement()
                .asString()
                .startsWith("Cannot be told for shrinks: its process shrank while connections were added (-");
    }

    @Test
    void nothing_valid_gives_no_chart() {
        assertThat(charts(new SyntheticRun().ladder(10).subject("a", Cost.flat(6)).outcome("a", 10, Outcome.INVALID)))
                .isEmpty();
    }

    @Test
    void a_server_without_a_point_is_in_the_legend_and_said_to_have_none() throws Exception {
        Chart chart = charts(new SyntheticRun().ladder(10)
                .subject("a", Cost.flat(6))
                .subject("b", Cost.flat(6))
                .outcome("b", 10, Outcome.INVALID)).getFirst();

        assertThat(chart.option().at("/legend/data")).extracting(name -> name.asString())
                .containsExactly("a", "b: no valid figure");
        assertThat(parsed(DRAWING.draw(chart.option())).getDocumentElement().getTextContent())
                .contains("b: no valid figure");
    }

    @Test
    void what_is_not_drawn_is_listed_with_its_reason() {
        Chart chart = charts(new SyntheticRun().ladder(10, 1_000)
                .subject("a", Cost.flat(6))
                .subject("b",
                        Cost.flat(6).limited(10)))
                .getFirst();

        assertThat(chart.notes()).singleElement()
                .asString()
                .isEqualTo("b at 1,000: SKIPPED, b is made up to hold at most 10 connections");
    }

    @Test
    void a_size_that_is_missing_between_two_others_is_a_gap() {
        Chart chart = charts(new SyntheticRun().ladder(10, 100, 1_000)
                .subject("a", Cost.flat(6))
                .outcome("a", 100,
                        Outcome.FAILED))
                .getFirst();

        assertThat(chart.option().at("/series/0/data/1/value/1").asString()).isEqualTo("-");
        assertThat(chart.option().at("/series/0/data/2/value/0").asInt()).isEqualTo(1_000);
    }

    @Test
    void forks_are_dots_and_their_range_a_whisker() {
        Chart chart = charts(new SyntheticRun().ladder(10).forks(4).subject("a", Cost.flat(6))).getFirst();

        assertThat(chart.option().at("/series/1/data")).hasSize(4);
        assertThat(chart.option().at("/series/0/markLine/data")).hasSize(1);
        assertThat(chart.marks()).contains("up to 4 forks");
    }

    @Test
    void a_single_fork_has_neither_and_is_called_indicative() {
        Chart chart = charts(new SyntheticRun().ladder(10).forks(1).subject("a", Cost.flat(6))).getFirst();

        assertThat(chart.option().at("/series/1/data")).isEmpty();
        assertThat(chart.option().at("/series/0/markLine").isMissingNode()).isTrue();
        assertThat(chart.marks()).contains("1 fork, indicative");
    }

    @Test
    void a_name_that_looks_like_markup_stays_text() throws Exception {
        String name = "<script>alert(1)</script>&\"'";
        Chart chart = charts(new SyntheticRun().ladder(10).subject(name, Cost.flat(6))).getFirst();

        Document svg = parsed(DRAWING.draw(chart.option()));
        assertThat(svg.getElementsByTagName("script").getLength()).isZero();
        assertThat(svg.getDocumentElement().getTextContent()).contains(name);
    }

    private static List<Chart> charts(SyntheticRun run) {
        return Charts.of(RunFigures.of(run.results()));
    }

    private static Document parsed(String svg) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }
}
