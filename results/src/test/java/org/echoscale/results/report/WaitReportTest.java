package org.echoscale.results.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.echoscale.results.model.WaitCosts;
import java.nio.file.FileAlreadyExistsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.echoscale.results.files.ResultFileException;
import org.echoscale.results.files.RunDirectory;
import org.echoscale.results.files.WaitFile;
import org.echoscale.results.stats.Spread;
import org.echoscale.results.stats.WaitFigures;
import org.echoscale.results.stats.WaitSentences;
import org.echoscale.results.testdata.SyntheticRun;
import org.echoscale.results.testdata.SyntheticRun.Cost;
import org.echoscale.results.testdata.SyntheticWaits;
import org.echoscale.results.testdata.SyntheticWaits.Law;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaitReportTest {
    @TempDir
    Path temp;

    @Test
    void a_range_with_a_negative_end_has_no_sign_behind_a_dash() {
        assertThat(WaitTables.range(new Spread(List.of(-127.0, -121.0)))).isEqualTo(" (-127 to -121)");
        assertThat(WaitTables.range(new Spread(List.of(121.0, 127.0)))).isEqualTo(" (121–127)");
        assertThat(WaitTables.range(new Spread(List.of(121.0)))).isEmpty();
    }

    @Test
    void what_is_written_is_valid_and_comes_back_as_it_was() throws IOException {
        SyntheticWaits study = study(5);
        WaitFile.write(temp, study.costs());

        assertThat(WaitFile.read(temp)).isEqualTo(study.costs());
        try (InputStream schema = WaitFile.class
                .getResourceAsStream("/org/echoscale/results/schema/waits.schema.json")) {
            assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(new String(schema.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON)
                    .validate(Files.readString(temp.resolve(WaitFile.NAME)), InputFormat.JSON)).isEmpty();
        }
    }

    @Test
    void a_file_with_a_key_too_many_is_refused_in_a_line() throws IOException {
        WaitFile.write(temp, study(1).costs());
        Path file = temp.resolve(WaitFile.NAME);
        Files.writeString(file, Files.readString(file).replaceFirst("\"seed\"", "\"sead\""));

        assertThatThrownBy(() -> WaitFile.read(temp)).isInstanceOf(ResultFileException.class)
                .hasMessageContaining("sead");
    }

    @Test
    void the_verdict_tells_what_grows_what_does_not_where_they_cross_and_how_java_compares_with_c() {
        List<String> sentences = WaitSentences.of(WaitFigures.of(study(5).costs()));

        assertThat(sentences.getFirst()).isEqualTo("With 19,000 descriptors registered and 1 ready (tcp, mode call), "
                + "poll costs 3,164× what epoll-lt does.");
        assertThat(sentences).contains("With 19,000 registered epoll-lt costs 1.00 (1.00–1.00) times what it does with "
                + "10 (tcp, mode call, 1 ready).",
                "A poll that may block costs 3.93 (3.93–3.93) times the same with timeout 0 (tcp, mode blocking-last, "
                        + "19,000 registered, 1 ready).",
                "poll is cheaper than epoll-lt below N = 3 (3–3) when 1 is ready (tcp, mode call).", // 240 + 70 n against 420.4
                "Java ÷ C: 1.04 at the median of 25 points, 1.03 to 1.05; the dearest is poll (tcp, mode call) with 1 "
                        + "registered and 1 ready.");
        assertThat(sentences).noneMatch(sentence -> sentence.contains("indicative"));
        assertThat(WaitSentences.of(WaitFigures.of(study(2).costs()))).last()
                .asString()
                .startsWith("2 rounds are indicative");
        assertThat(WaitSentences.of(WaitFigures.of(study(1).costs()))).first()
                .asString()
                .startsWith("One round: no spread, ");
    }

    @Test
    void the_median_of_an_even_number_of_points_is_between_the_two_in_the_middle() {
        SyntheticWaits study = new SyntheticWaits(5, 0).measure("java", "poll", "call", false, Law.sum(0, 100, 0))
                .measure("c", "poll", "call", false, Law.sum(0, 100, 0))
                .measure("java", "select-bitmap", "call", false, Law.sum(0, 200, 0))
                .measure("c", "select-bitmap", "call", false, Law.sum(0, 100, 0));

        assertThat(WaitSentences.of(WaitFigures.of(study.costs())))
                .anyMatch(sentence -> sentence.startsWith("Java ÷ C: 1.50 at the median of 26 points, 1.00 to 2.00;"));
    }

    @Test
    void the_page_has_charts_with_the_published_table_beside_them_and_every_figure() throws IOException {
        WaitFile.write(temp, study(5).costs());
        WaitReport.write(temp);
        WaitReport.write(temp);

        String page = Files.readString(temp.resolve(WaitReport.HTML));
        assertThat(page).contains("What does a wait call cost?", "poll, 2006", "published elsewhere and not measured",
                "17,500", "Cost model", "Java against C", "made up");
        assertThat(Files.readString(temp.resolve("charts/tcp-call.svg"))).contains("select, 2006", "epoll-lt",
                "descriptors registered");
        assertThat(Files.readString(temp.resolve("charts/tcp-call-all-ready.svg"))).contains("so every line rises")
                .doesNotContain("A flat line means");
    }

    @Test
    void the_report_of_a_run_with_a_study_in_its_directory_has_it_as_a_section() throws IOException {
        RunDirectory run = new SyntheticRun().subject("only", Cost.flat(6)).ladder(10).forks(1).write(temp);
        Report.write(run);
        assertThat(temp.resolve(Report.HTML)).content().doesNotContain("id=\"waits\"");

        WaitFile.write(temp, study(5).costs());
        Report.write(run);

        assertThat(temp.resolve(Report.HTML)).content()
                .contains("id=\"waits\"", "poll is cheaper than epoll-lt below N = 3 (3–3) when 1 is ready",
                        "Cost model", "id=\"chart-tcp-call\"", "17,500", "{\"id\":\"tcp-call\"")
                .doesNotContain("chart-tcp-blocking-last");
    }

    @Test
    void a_study_of_another_shape_is_refused_before_anything_of_the_report_is_written() throws IOException {
        RunDirectory run = new SyntheticRun().subject("only", Cost.flat(6)).ladder(10).forks(1).write(temp);
        Files.writeString(temp.resolve(WaitFile.NAME), "{\"schema\":1,\"version\":\"1\"}");

        assertThatThrownBy(() -> Report.write(run)).isInstanceOf(ResultFileException.class)
                .hasMessageContaining(WaitFile.NAME);
        assertThat(temp.resolve(Report.HTML)).doesNotExist();
    }

    private static SyntheticWaits study(int rounds) {
        return new SyntheticWaits(rounds, 0).measure("java", "poll", "call", true, Law.sum(210, 70, 30))
                .measure("c", "poll", "call", true, Law.sum(200, 68, 28))
                .measure("java", "epoll-lt", "call", true, Law.sum(400, 0, 20.4))
                .measure("java", "poll", "blocking-last", false, Law.sum(210, 275, 30));
    }

    @Test
    void a_link_in_the_place_of_the_charts_is_not_followed() throws IOException {
        Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
        Path run = temp.resolve("run");
        WaitFile.write(run, study(5).costs());
        Files.createSymbolicLink(run.resolve("charts"), elsewhere);

        assertThatThrownBy(() -> WaitReport.write(run)).isInstanceOf(ResultFileException.class)
                .hasMessageContaining("charts");
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void a_study_is_never_written_over_another() throws IOException {
        WaitFile.write(temp, study(1).costs());

        assertThatThrownBy(() -> WaitFile.write(temp, study(1).costs()))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void the_words_that_repeat_it_are_words_of_a_shell() throws IOException {
        WaitCosts costs = study(5).costs();
        WaitFile.write(temp, new WaitCosts(costs.schema(), costs.version(), costs.startedAt(),
                List.of("waits", "--out", "it's mine"), costs.seed(), costs.rounds(), costs.sliceNanos(),
                costs.environment(), costs.left(), costs.slices()));
        WaitReport.write(temp);

        assertThat(temp.resolve(WaitReport.HTML)).content()
                .contains("<code>echoscale waits --out " + Html.text("'it'\\''s mine'") + "</code>");
    }
}
