package org.echoscale.results.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.echoscale.results.charts.Chart;
import org.echoscale.results.charts.Timeline;
import org.echoscale.results.charts.Timeline.Group;
import org.echoscale.results.charts.Timeline.Kind;
import org.echoscale.results.charts.Timeline.Row;
import org.echoscale.results.charts.Timeline.Span;
import org.echoscale.results.files.ModelsFile;
import org.echoscale.results.files.RunDirectory;
import org.echoscale.results.testdata.SyntheticModels;
import org.echoscale.results.testdata.SyntheticRun;
import org.echoscale.results.testdata.SyntheticRun.Cost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The report in a real browser, which may reach no other host. Without a browser it is skipped, but not where the
 * environment variable CI says that all tests must run.
 */
class ReportInBrowserTest {
    @TempDir
    Path temp;

    @Test
    void every_chart_is_drawn_and_the_console_stays_empty() throws Exception {
        Page page = opened(SyntheticRun.twelve());

        assertThat(page.console()).isEmpty();
        assertThat(page.dom()).contains("data-charts=\"6 drawn\"");
        assertThat(count(page.dom(), "<div class=\"chart\"[^>]*>\\s*<div[^>]*><svg")).isEqualTo(6);
        assertThat(page.dom()).containsPattern("<text[^>]*>made-up-task-a</text>")
                .containsPattern("<text[^>]*>microseconds a message \\(log\\)</text>");
    }

    @Test
    void a_report_with_nothing_to_draw_opens_without_an_error() throws Exception {
        Page page = opened(new SyntheticRun().subject("only", Cost.flat(6).limited(1)).ladder(10));

        assertThat(page.console()).isEmpty();
        assertThat(page.dom()).contains("data-charts=\"0 drawn\"", "no trial is valid");
    }

    @Test
    void a_name_that_is_markup_makes_no_element() throws Exception {
        Page page = opened(new SyntheticRun().subject("</script><img src=x onerror=console.error(1)>", Cost.flat(6))
                .ladder(10, 100));

        assertThat(page.console()).isEmpty();
        assertThat(page.dom()).contains("data-charts=").doesNotContain("<img");
    }

    @Test
    void the_time_line_beside_a_run_is_drawn_in_its_report_with_waiting_in_grey() throws Exception {
        Path directory = temp.resolve("run");
        RunDirectory run = SyntheticRun.twelve().write(directory);
        ModelsFile.write(directory, SyntheticModels.two());
        Report.write(run);
        Page page = opened(directory.resolve(Report.HTML));

        assertThat(page.console()).isEmpty();
        assertThat(page.dom()).contains("data-charts=\"7 drawn\"");
        String section = page.dom().substring(page.dom().indexOf("<section id=\"time-line\">")).split("</section>")[0];
        assertThat(section).containsPattern("<svg")
                .containsPattern("<text[^>]*>a thread per task: 80.0 ms, 2 threads</text>")
                .containsPattern("<text[^>]*>task 2</text>");
        assertThat(count(section, "<path[^>]*fill=\"#c3c8ce\"")).as("each of the tasks waits once, and the legend")
                .isGreaterThanOrEqualTo(5);
    }

    @Test
    void a_page_of_a_time_line_is_drawn_and_its_text_is_nothing_but_text() throws Exception {
        Timeline timeline = new Timeline("lines", "Tasks <b>that</b> wait", "reading", "seconds since the beginning",
                List.of(new Group("one <i>at</i> a time",
                        List.of(new Row("task 1", List.of(new Span(Kind.BUSY, 0, 1), new Span(Kind.WAITING, 1, 2)))))));
        Path html = temp.resolve("lines.html");
        Files.writeString(html, ChartPage.of(timeline.title(), "when and where", List.of("A <img src=x> sentence."),
                List.of(timeline.chart("marks", new Chart.Table(List.of("a"), List.of(List.of("b"))), List.of())),
                "echoscale <img>"));
        Page page = opened(html);

        assertThat(page.console()).isEmpty();
        assertThat(page.dom()).contains("data-charts=\"1 drawn\"", "A &lt;img src=x&gt; sentence.")
                .containsPattern("<text[^>]*>task 1</text>")
                .containsPattern("<text[^>]*>waiting for its reply</text>")
                .doesNotContain("<img")
                .doesNotContain("<i>");
    }

    private record Page(String dom, List<String> console) {}

    private Page opened(SyntheticRun run) throws IOException, InterruptedException {
        Path directory = temp.resolve("run");
        Report.write(run.write(directory));
        return opened(directory.resolve(Report.HTML));
    }

    private Page opened(Path html) throws IOException, InterruptedException {
        Optional<Path> browser = browser();
        if (browser.isEmpty()) {
            assertThat(System.getenv("CI")).as("no chromium on the PATH").isNull();
        }
        assumeTrue(browser.isPresent(), "no chromium on the PATH");
        Path dom = temp.resolve("dom.html");
        Path log = temp.resolve("log.txt");
        List<String> command = new ArrayList<>(List.of(browser.orElseThrow().toString(), "--headless", "--no-sandbox",
                "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND",
                "--user-data-dir=" + temp.resolve("profile"), "--enable-logging=stderr", "--window-size=1280,1000",
                "--dump-dom", html.toUri().toString()));
        Process process = new ProcessBuilder(command).redirectOutput(dom.toFile()).redirectError(log.toFile()).start();
        try {
            assertThat(process.waitFor(90, TimeUnit.SECONDS)).as("chromium ended").isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        try (Stream<String> lines = Files.lines(log)) {
            // ECharts' own text has tags in it.
            return new Page(Files.readString(dom).replaceAll("(?s)<script.*?</script>", ""),
                    lines.filter(line -> line.contains("CONSOLE")).toList());
        }
    }

    private static long count(String text, String pattern) {
        return Pattern.compile(pattern).matcher(text).results().count();
    }

    private static Optional<Path> browser() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
