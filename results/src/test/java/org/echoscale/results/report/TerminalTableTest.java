package org.echoscale.results.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.echoscale.results.stats.RunFigures;
import org.echoscale.results.testdata.SyntheticRun;
import org.echoscale.results.testdata.SyntheticRun.Cost;
import org.junit.jupiter.api.Test;

class TerminalTableTest {
    @Test
    void the_verdict_comes_first_and_no_line_is_wider_than_a_terminal() {
        String table = TerminalTable.of(RunFigures.of(SyntheticRun.twelve().results()), false);

        assertThat(table).startsWith("From 1,000 connections on (64 active), made-up-scan-b costs ");
        assertThat(table.lines()).allMatch(line -> line.codePointCount(0, line.length()) <= TerminalTable.WIDTH);
    }

    @Test
    void long_names_and_large_figures_fit_too() {
        String table = TerminalTable.of(RunFigures.of(new SyntheticRun()
                .subject("a-server-with-a-name-that-is-far-too-long", Cost.flat(60_000)
                        .growing(90_000)
                        .resident(39_000_000))
                .subject("short", Cost.flat(5))
                .results()), false);

        assertThat(table.lines()).allMatch(line -> line.codePointCount(0, line.length()) <= TerminalTable.WIDTH);
        assertThat(table).containsPattern("(?m)^a-server-with-[a-z-]*…  ");
    }

    @Test
    void columns_are_aligned_over_all_blocks() {
        List<String> lines = TerminalTable.of(RunFigures.of(new SyntheticRun().subject("flat", Cost.flat(6))
                .subject("steep", Cost.flat(6).growing(900))
                .results()), false)
                .lines()
                .filter(line -> line.startsWith("flat ") || line.startsWith("steep ") || line.startsWith("server "))
                .toList();

        int end = lines.getFirst().indexOf("messages/s") + "messages/s".length();
        assertThat(lines).hasSize(12).allMatch(line -> line.charAt(end - 1) != ' ' && line.charAt(end) == ' ');
    }

    @Test
    void colours_come_only_when_asked_for() {
        RunFigures figures = RunFigures.of(SyntheticRun.twelve().results());

        String plain = TerminalTable.of(figures, false);
        String coloured = TerminalTable.of(figures, true);
        assertThat(plain).doesNotContain("\u001b");
        assertThat(coloured).contains("\u001b[32m");
        assertThat(coloured.replaceAll("\u001b\\[[0-9]+m", "")).isEqualTo(plain);
    }
}
