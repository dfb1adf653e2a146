package org.echoscale.results.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.echoscale.results.files.ModelsFile;
import org.echoscale.results.files.ResultFileException;
import org.echoscale.results.files.RunDirectory;
import org.echoscale.results.models.Model;
import org.echoscale.results.models.ModelRun.TaskTime;
import org.echoscale.results.models.ModelsPlan;
import org.echoscale.results.testdata.SyntheticModels;
import org.echoscale.results.testdata.SyntheticRun;
import org.echoscale.results.testdata.SyntheticRun.Cost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsReportTest {
    @TempDir
    Path temp;

    @Test
    void theReportOfARunWithATimeLineInItsDirectoryHasItAsASection() throws IOException {
        RunDirectory run = run();
        Report.write(run);
        assertThat(temp.resolve(Report.HTML)).content().doesNotContain("id=\"time-line\"");

        ModelsFile.write(temp, SyntheticModels.two());
        Report.write(run);

        String section = section(Files.readString(temp.resolve(Report.HTML)));
        assertThat(section).contains("<h2>Tasks that wait, under each programming model</h2>",
                "2026-01-01T00:00:00Z, on made-up &lt;CPU&gt;, 2 CPUs, Linux made up, made-up JVM",
                "<li>2 tasks: each computes 2 × 20.0 ms and waits 1 × 40.0 ms in between.",
                "<li>One at a time, the only thread waited for 50 % of the time",
                "<div class=\"chart\" id=\"chart-models\"",
                "<th scope=\"row\">one at a time</th><td>160 ms</td><td>1</td>",
                "<th scope=\"row\">a thread per task</th><td>80.0 ms</td><td>2</td>", "<td>4.0 KiB</td>",
                "<td>unknown</td>");
        assertThat(temp.resolve(Report.HTML)).content().contains("{\"id\":\"models\",\"option\":{");
    }

    @Test
    void moreTasksThanCanBeDrawnAreCountedBelowTheTimeLine() throws IOException {
        List<TaskTime> tasks = IntStream.rangeClosed(1, 31).mapToObj(task -> SyntheticModels.task(task, 0)).toList();
        ModelsFile.write(temp, SyntheticModels.of(new ModelsPlan(31, 1, 40_000_000, 20_000_000),
                List.of(SyntheticModels.run(Model.THREADS, 80, 31, null, tasks))));
        Report.write(run());

        assertThat(section(Files.readString(temp.resolve(Report.HTML))))
                .contains("Drawn are the first 30 tasks; 1 more ran.");
        assertThat(temp.resolve(Report.HTML)).content().contains("\"task 30\"").doesNotContain("\"task 31\"");
    }

    @Test
    void aFileOfAnotherShapeIsRefusedBeforeAnythingOfTheReportIsWritten() throws IOException {
        RunDirectory run = run();
        Path file = Files.writeString(temp.resolve(ModelsFile.NAME), "{\"plan\":{},\"runs\":[]}");

        assertThatThrownBy(() -> Report.write(run)).isInstanceOf(ResultFileException.class)
                .hasMessage(file + ", line 1: key schema missing");
        assertThat(temp.resolve(Report.HTML)).doesNotExist();
    }

    @Test
    void aPageOfItsOwnSaysWhereItWasMeasuredAndHowToRepeatIt() throws IOException {
        ModelsFile.write(temp, SyntheticModels.two());
        ModelsReport.write(temp);
        ModelsReport.write(temp);

        assertThat(temp.resolve(ModelsReport.HTML)).content()
                .contains("on made-up &lt;CPU&gt;, 2 CPUs, Linux made up, made-up JVM, with Echoscale made-up</p>",
                        "waits 1 × 40.0 ms in between", "<td>160 ms</td>",
                        "<code>echoscale models --out " + Html.text("'it'\\''s mine'") + "</code>");
        assertThat(temp.resolve(ModelsReport.SVG)).content()
                .startsWith("<svg role=\"img\"")
                .contains("a thread per task: 80.0 ms, 2 threads", "waiting for its reply");
    }

    private static String section(String report) {
        String markup = report.replaceAll("(?s)<script.*?</script>", "");
        return markup.substring(markup.indexOf("<section id=\"time-line\">")).split("</section>", 2)[0];
    }

    private RunDirectory run() throws IOException {
        return new SyntheticRun().subject("only", Cost.flat(6)).ladder(10).forks(1).write(temp);
    }
}
