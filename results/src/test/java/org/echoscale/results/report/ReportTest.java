package org.echoscale.results.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.echoscale.results.files.ResultFileException;
import org.echoscale.results.files.RunDirectory;
import org.echoscale.results.model.NullTest;
import org.echoscale.results.model.Outcome;
import org.echoscale.results.model.Reason;
import org.echoscale.results.model.Trial;
import org.echoscale.results.stats.RunFigures;
import org.echoscale.results.testdata.Golden;
import org.echoscale.results.testdata.SyntheticRun;
import org.echoscale.results.testdata.SyntheticRun.Cost;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReportTest {
    private static final String HOSTILE = "</script><img src=x onerror=alert(1)>|`*_\u001b[2J&\"'";

    @TempDir
    Path temp;

    /** A report that the tests only look at. */
    @TempDir
    static Path made;

    @BeforeAll
    static void make() throws IOException {
        small().write(made);
        Report.write(RunDirectory.open(made));
    }

    private static SyntheticRun small() {
        return new SyntheticRun().subject("made-up-flat", Cost.flat(6))
                .subject("made-up-scan", Cost.flat(6).growing(5).limited(1_000))
                .ladder(10, 1_000, 10_000)
                .forks(3);
    }

    @Test
    void a_report_is_made_from_the_two_files_alone() throws IOException {
        try (Stream<Path> files = Files.walk(made)) {
            assertThat(files.filter(Files::isRegularFile).map(file -> made.relativize(file).toString()))
                    .containsExactlyInAnyOrder("run.json", "trials.jsonl", "report.html", "summary.md", "latency.hlog",
                            "charts/cpu-per-message.svg", "charts/cpu-quotient.svg", "charts/throughput.svg",
                            "charts/latency-p50.svg", "charts/latency-p99.svg", "charts/memory-per-connection.svg");
        }
    }

    @Test
    void summary_and_chart_look_as_they_did_when_someone_last_looked() throws IOException {
        Golden.assertSame("summary.md", Files.readString(made.resolve("summary.md")));
        Golden.assertSame("cpu-per-message.svg", Files.readString(made.resolve("charts/cpu-per-message.svg")));
    }

    @Test
    void a_share_of_active_connections_is_named_as_one_and_counted_at_each_size() throws IOException {
        small().activeShare(0.1).write(temp);
        Report.write(RunDirectory.open(temp));

        assertThat(temp.resolve("summary.md")).content()
                .contains("| of those active | 10 %, 1 at least |", "## 10 connections open, 1 active,",
                        "## 1,000 connections open, 100 active,", "## 10,000 connections open, 1,000 active,")
                .doesNotContain("64 active");
        assertThat(temp.resolve("report.html")).content().contains("of which 10 % carry messages");
    }

    @Test
    void churn_stands_apart_from_the_other_loads() throws IOException {
        small().churn(10).outcome("made-up-flat", 10, "churn", Outcome.INVALID).write(temp);
        Report.write(RunDirectory.open(temp));

        String summary = Files.readString(temp.resolve("summary.md"));
        String apart = summary.substring(summary.indexOf("## Churn: connections that come and go"));
        assertThat(apart).contains("Each active connection carries 10 messages, one after the other, is reset",
                "### 1,000 connections open, 64 active", "| made-up-flat | INVALID¹ | ¹ | ¹ | ¹ | ¹ | ¹ | ¹ |",
                "¹ INVALID (churn): 3 connections were lost (made up)");
        assertThat(summary.replace(apart, "")).doesNotContain("conn./s").contains("| made-up-flat | 99,");
        assertThat(summary).contains("| churn | 10 messages on each active connection, then a new one |");
        assertThat(temp.resolve("report.html")).content()
                .contains("<section id=\"churn\"><h2>Churn: connections that come and go</h2>", "conn./s");
        assertThat(temp.resolve("latency.hlog")).content().contains("made-up-flat_1000_churn_fork1_VALID_latency");
    }

    @Test
    void a_server_without_any_valid_trial_is_in_the_table_of_churn_too() throws IOException {
        small().churn(10)
                .outcome("made-up-flat", 10, "closed", Outcome.INVALID)
                .outcome("made-up-flat", 10, "open", Outcome.INVALID)
                .outcome("made-up-flat", 10, "churn", Outcome.INVALID)
                .write(temp);
        Report.write(RunDirectory.open(temp));

        String summary = Files.readString(temp.resolve("summary.md"));
        String churn = summary.substring(summary.indexOf("## Churn: connections that come and go"));
        assertThat(churn).contains("| made-up-flat | INVALID¹ |",
                "¹ INVALID (closed, open, churn): 3 connections were lost (made up)");
        assertThat(summary.replace(churn, "")).contains("| made-up-flat | INVALID");
        assertThat(TerminalTable.of(RunFigures.of(RunDirectory.open(temp).read()), false))
                .containsPattern("(?s)Churn: connections that come and go.*made-up-flat +INVALID");
    }

    @Test
    void a_figure_near_the_rulers_own_is_marked_as_that() throws IOException {
        SyntheticRun run = small();
        RunDirectory directory = RunDirectory.create(temp, run.manifest());
        for (Trial trial : run.trials()) {
            boolean near = trial.cell().subject().equals("made-up-flat") && trial.cell().connections() == 10;
            String code = trial.cell().load().kind().equals("open") ? "near-floor" : "near-ceiling";
            List<Reason> reasons = new ArrayList<>(List.of(Reason.of("other", "no mark for this"),
                    Reason.of(code, code + " by 5 %")));
            if (code.equals("near-floor")) {
                reasons.add(Reason.of("near-floor-p99", "tail is near by 5 %"));
            }
            directory.append(near
                    ? new Trial(trial.schema(), trial.sequence(), trial.fork(), trial.cell(), trial.startedAt(),
                            trial.outcome(), reasons, trial.measurement())
                    : trial);
        }
        Report.write(directory);

        assertThat(temp.resolve("summary.md")).content()
                .containsPattern("\\| made-up-flat \\| [\\d,]+¹ \\| [^¹²]+ \\| [\\d.]+ µs² \\| [\\d.]+ µs³ \\|")
                .contains("¹ near-ceiling by 5 %", "² near-floor by 5 %", "³ tail is near by 5 %")
                .doesNotContain("¹ no mark for this", "⁴ no mark for this");
    }

    @Test
    void what_is_found_without_a_server_says_for_which_number_of_active_connections_it_holds() throws IOException {
        NullTest few = new NullTest(10, 420_000, 2_400, 3_750, 2_910L, 14_100L, 1L, 1L);
        NullTest many = new NullTest(10_000, 141_980, 7_000, 3_750, 5_000L, null, 1L, null, "steal of 5 %");
        assertThat(rulers(small().nullTests(few, many))).isEqualTo(
                """
                    Without any server (connections that lead back to themselves), with 10 / 10,000 active connections and \
                    1 message out on each: 420,000 / 141,980 messages/s; in the open loop p50 2.91 µs / 5.00 µs, \
                    p99 14.1 µs / unknown; with a single connection a round trip of 3.75 µs. What comes near this with the same \
                    load says as much about the generator. It is not certain where the machine disturbed it each time that it was \
                    measured: with 10,000 (steal of 5 %).""");
        assertThat(rulers(small().closedOnly().nullTests(few)))
                .contains(
                        "with 10 active connections and 1 message out on each: 420,000 messages/s; with a single connection")
                .endsWith("as much about the generator.");
    }

    @Test
    void a_floor_that_is_not_known_for_want_of_messages_is_said_to_be_that() throws IOException {
        NullTest slow = new NullTest(10, 420_000, 2_400, 3_750, null, null, null, null);
        assertThat(rulers(small().nullTests(slow)))
                .contains("; in the open loop too few messages at this rate for a floor; with");
        NullTest median = new NullTest(10, 420_000, 2_400, 3_750, 2_910L, null, 1L, null);
        assertThat(rulers(small().nullTests(median)))
                .contains("; in the open loop p50 2.91 µs, too few messages at this rate for p99; with");
    }

    private static String rulers(SyntheticRun run) {
        return Legend.figures(RunFigures.of(run.results())).getLast();
    }

    @Test
    void a_percentile_that_is_the_generators_is_marked_also_where_only_all_forks_together_carry_it()
            throws IOException {
        small().late().windowMillis(3000).write(temp);
        Report.write(RunDirectory.open(temp));

        assertThat(temp.resolve("summary.md")).content()
                .containsPattern("\\| made-up-flat \\| 3 \\|.* µs \\| [\\d.]+ µs² \\| [\\d.]+ µs \\| [\\d.]+ µs \\|")
                .containsPattern("² p99.9 of the latency is [^,]+, and p99.9 of how late the generator sent is 200 µs: "
                        + "more than half is the generator's")
                .doesNotContain("p99 of how late", "p90 of how late", "p50 of how late");
    }

    @Test
    void the_floor_is_labelled_in_tables_and_charts() throws IOException {
        small().floor("made-up-flat").outcome("made-up-flat", 10, Outcome.INVALID).write(temp);
        Report.write(RunDirectory.open(temp));

        assertThat(temp.resolve("summary.md")).content()
                .contains("| made-up-flat (floor) | INVALID", "| made-up-scan |")
                .doesNotContain("made-up-scan (floor)");
        assertThat(temp.resolve("charts/cpu-per-message.svg")).content()
                .contains("made-up-flat (floor)")
                .doesNotContain("made-up-scan (floor)");
    }

    @Test
    void churn_alone_is_a_run_too() throws IOException {
        small().closedOnly().openOnly().churn(1).write(temp);
        Report.write(RunDirectory.open(temp));

        assertThat(temp.resolve("summary.md")).content()
                .contains("- Under churn at 1,000 connections (64 of them come and go), a connection costs 1.8× the "
                        + "server CPU with made-up-scan that it costs with made-up-flat.", "conn./s")
                .doesNotContain("messages/s |", "later p50");
    }

    @Test
    void a_second_report_replaces_the_first_and_leaves_no_chart_behind() throws IOException {
        RunDirectory directory = small().write(temp);
        Report.write(directory);
        String first = Files.readString(temp.resolve("report.html"));
        Report.write(directory);
        assertThat(temp.resolve("report.html")).hasContent(first);

        Files.writeString(temp.resolve("trials.jsonl"), "");
        Report.write(directory);

        assertThat(temp.resolve("charts")).isEmptyDirectory();
        assertThat(temp.resolve("report.html")).content().contains("no trial is valid");
    }

    static List<SyntheticRun> meagre() {
        return List.of(new SyntheticRun().subject("only", Cost.flat(6)).ladder(100).forks(1),
                new SyntheticRun().subject("only", Cost.flat(6)).ladder(100).forks(1).closedOnly(),
                new SyntheticRun().subject("only", Cost.flat(6)).ladder(100).forks(1).openOnly(),
                new SyntheticRun().subject("only", Cost.flat(6)).ladder(1).forks(2),
                new SyntheticRun().subject("only", Cost.flat(6))
                        .ladder(10, 100)
                        .forks(2)
                        .outcome("only", 10, Outcome.INVALID)
                        .outcome("only", 100, Outcome.FAILED),
                new SyntheticRun().subject("only", Cost.flat(6).limited(1)).ladder(10));
    }

    @ParameterizedTest
    @MethodSource("meagre")
    void a_run_with_little_or_nothing_in_it_has_a_report_too(SyntheticRun run) throws IOException {
        Report report = Report.write(run.write(temp));

        assertThat(report.verdict()).isNotEmpty();
        assertThat(report.terminal(false)).contains("only");
        assertThat(temp.resolve("summary.md")).content().contains("only", "## To repeat it");
        assertThat(temp.resolve("report.html")).content().contains("only", "</html>");
    }

    @Test
    void what_was_not_measured_is_in_every_form_with_its_reason() throws IOException {
        Report report = Report.of(RunDirectory.open(made));

        String reason = "made-up-scan is made up to hold at most 1000 connections";
        assertThat(report.terminal(false)).contains("SKIPPED (closed, open): " + reason);
        assertThat(made.resolve("summary.md")).content()
                .contains("| made-up-scan | 10,000 | closed, open | SKIPPED | 3 of 3 | " + reason + " |");
        assertThat(made.resolve("report.html")).content()
                .contains(
                        "<td data-name=\"outcome\">SKIPPED</td><td data-name=\"trials\">3 of 3</td><td data-name=\"reason\">"
                                + reason);
    }

    @Test
    void a_torn_line_is_told_in_the_report() throws IOException {
        RunDirectory directory = small().write(temp);
        Files.writeString(temp.resolve("trials.jsonl"), Files.readString(temp.resolve("trials.jsonl")) + "{\"sch");

        Report.write(directory);

        assertThat(temp.resolve("summary.md")).content().contains("torn");
        assertThat(temp.resolve("report.html")).content().contains("torn");
    }

    @Test
    void text_from_a_file_stays_text() throws IOException {
        Report report = Report.write(new SyntheticRun().subject(HOSTILE, Cost.flat(6).limited(10))
                .mechanism(HOSTILE, HOSTILE)
                .ladder(10, 100)
                .write(temp));

        String html = Files.readString(temp.resolve("report.html"));
        assertThat(html.replaceAll("(?s)<script.*?</script>", "")).doesNotContain("<img", "\u001b")
                .contains("&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;");
        assertThat(html.split("</script>", -1)).as("data, ECharts, charts.js, report.js").hasSize(5);
        assertThat(Files.readString(temp.resolve("charts/cpu-per-message.svg"))).doesNotContain("<img", "<script",
                "\u001b");
        assertThat(Files.readString(temp.resolve("summary.md"))).doesNotContain("<img", "\u001b")
                .contains("&lt;/script>&lt;img src=x onerror=alert(1)>\\|\\`\\*\\_ \\[2J&\"'");
        assertThat(report.terminal(false)).doesNotContain("\u001b");
    }

    @Test
    void the_report_needs_no_network_and_may_not_use_it() throws IOException {
        String html = Files.readString(made.resolve("report.html"));
        String markup = html.replaceAll("(?s)<script.*?</script>", "");
        assertThat(markup).doesNotContain("src=", "href=", "url(", "@import", "http://", "https://")
                .contains("default-src 'none'");
        assertThat(html).doesNotContainPattern("<script[^>]+src");
    }

    @Test
    void histograms_can_be_read_by_the_tools_of_their_library() throws IOException {
        List<String> tags = new ArrayList<>();
        long samples = 0;
        try (HistogramLogReader reader = new HistogramLogReader(made.resolve("latency.hlog").toFile())) {
            for (EncodableHistogram next = reader.nextIntervalHistogram(); next != null; next = reader
                    .nextIntervalHistogram()) {
                tags.add(next.getTag());
                if (next.getTag().endsWith("_latency")) {
                    samples += ((Histogram) next).getTotalCount();
                }
            }
        }

        assertThat(tags).doesNotHaveDuplicates().contains("made-up-scan_1000_open_fork2_VALID_service");
        assertThat(samples).isEqualTo(RunDirectory.open(made)
                .read()
                .trials()
                .stream()
                .map(Trial::measurement)
                .mapToLong(m -> m == null ? 0 : m.latency().decode().getTotalCount())
                .sum());
    }

    @Test
    void a_link_in_the_directory_does_not_lead_a_report_out_of_it() throws IOException {
        Path run = temp.resolve("run");
        Path victim = Files.writeString(temp.resolve("victim"), "mine");
        Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
        RunDirectory directory = small().write(run);
        Files.createSymbolicLink(run.resolve("report.html"), victim);
        Files.createSymbolicLink(run.resolve("charts"), elsewhere);

        assertThatThrownBy(() -> Report.write(directory)).isInstanceOf(ResultFileException.class)
                .hasMessageContaining("charts");
        Files.delete(run.resolve("charts"));
        Report.write(directory);

        assertThat(victim).hasContent("mine");
        assertThat(elsewhere).isEmptyDirectory();
        assertThat(run.resolve("report.html")).content().contains("</html>");
    }

    @Test
    void fairness_is_shown_against_the_connections_where_it_was_watched_and_nowhere_else() throws IOException {
        Report.write(small().watched().write(temp));

        assertThat(temp.resolve("summary.md")).content()
                .contains("## Fairness between connections", "### Jain's index, closed loop",
                        "### Longest wait, open loop",
                        "| server | 10 open | 1,000 open | 10,000 open |",
                        "| made-up-flat | 10.0 % | 1.56 % | 1.56 % |",
                        "| made-up-scan | 7.00 ms | 7.00 ms | – |");
        assertThat(temp.resolve("report.html")).content()
                .contains("<h3>Active connections starved, open loop</h3>",
                        "<td>7.00 ms</td>");
        assertThat(made.resolve("summary.md")).content().doesNotContain("Fairness", "starved");
        assertThat(made.resolve("report.html")).content()
                .satisfies(html -> assertThat(html.replaceAll("(?s)<(script|style).*?</(script|style)>", ""))
                        .doesNotContain("airness", "starved"));
    }

    @Test
    void how_evenly_fewer_messages_than_connections_were_served_is_blank_with_its_reason() throws IOException {
        Report.write(small().watched().rate(100).write(temp)); // 60 messages in a window, for 10 or 64 connections

        for (String form : List.of("summary.md", "report.html")) {
            assertThat(temp.resolve(form)).content().contains("¹ not told: fewer messages than connections");
        }
        String summary = Files.readString(temp.resolve("summary.md"));
        assertThat(summary.substring(summary.indexOf("### Jain's index, open loop")))
                .contains("| made-up-flat | 0.900 | –¹ | –¹ |", "| made-up-scan | 0.900 | –¹ | – |");
    }

    /** It sends whenever a reply has come. */
    @Test
    void few_messages_of_an_open_loop_are_nothing_to_say_of_a_closed_one() throws IOException {
        Report.write(small().watched().openOnly().rate(100).write(temp.resolve("open")));
        Report.write(small().watched()
                .rate(100)
                .outcome("made-up-flat", 1_000, "closed", Outcome.INVALID)
                .write(temp.resolve("both")));

        assertThat(temp.resolve("open/summary.md")).content()
                .contains("### Jain's index, open loop")
                .doesNotContain(", closed loop");
        String both = Files.readString(temp.resolve("both/summary.md"));
        assertThat(both.substring(both.indexOf("### Jain's index, closed loop"),
                both.indexOf("### Longest wait, closed loop"))).contains("| made-up-flat | 0.900 | – | 0.98");
    }

    @Test
    void a_reason_in_the_place_of_a_figure_may_be_broken_and_a_figure_may_not() throws IOException {
        Report.write(small().watched().write(temp)); // three numbers of connections, and a slope takes four

        assertThat(temp.resolve("report.html")).content()
                .contains("<td class=\"words\">too few: 3 of the 4 that are needed</td>", "<td>7.00 ms</td>",
                        "  .numbers td.words { white-space: normal; }");
    }

    @Test
    void what_went_on_during_the_run_is_in_its_environment() throws IOException {
        Report.write(small().watched().write(temp));

        assertThat(temp.resolve("summary.md")).content()
                .contains("| steal, during the run | median 1.00 %, at most 1.00 % |",
                        "| CPU of other processes, during the run | median 2.00 %, at most 2.00 % |",
                        "| load average, during the run | median 0.500, at most 0.500 |",
                        "| trials held back by a control group, during the run | 0 |");
        assertThat(temp.resolve("report.html")).content()
                .contains("steal, during the run</th><td data-name=\"value\">median 1.00 %, at most 1.00 %</td>",
                        "During the run: steal median 1.00 %, at most 1.00 %; CPU of other processes median 2.00 %, "
                                + "at most 2.00 %; load average median 0.500, at most 0.500; "
                                + "trials held back by a control group: 0.");
        assertThat(made.resolve("report.html")).content().doesNotContain("During the run:");
        assertThat(made.resolve("summary.md")).content().contains("| steal, during the run | unknown |");
    }

    @Test
    void the_command_to_repeat_a_run_and_what_overrode_its_plan_are_in_every_form() throws IOException {
        Report.write(small().seed(4711)
                .commandLine("run", "quick", "--connections", "10,1k", "--out", "/tmp/x")
                .write(temp));

        for (String form : List.of("summary.md", "report.html")) {
            assertThat(temp.resolve(form)).content()
                    .contains("./echoscale run quick --connections 10,1k --seed 4711",
                            "lan synthetic, with --connections 10,1k, 2000-01-01T00:00:00Z")
                    .doesNotContain("--out");
        }
    }

    @Test
    void what_all_servers_were_started_with_is_said_once() throws IOException {
        String summary = Files.readString(made.resolve("summary.md"));

        assertThat(summary).containsOnlyOnce("-Dmade.up=true").contains("| made-up-flat | made up |  |");
    }

    @Test
    void a_line_of_garbage_is_told_in_the_report_and_the_rest_is_shown() throws IOException {
        RunDirectory directory = small().write(temp);
        Path trials = temp.resolve("trials.jsonl");
        Files.writeString(trials, "garbage\n" + Files.readString(trials));

        Report.write(directory);

        for (String form : List.of("summary.md", "report.html")) {
            assertThat(temp.resolve(form)).content()
                    .contains("trials.jsonl, line 1: not JSON", "3 forks (server processes)")
                    .doesNotContain(temp.toString());
        }
    }

    @Test
    void a_time_that_no_clock_tells_is_refused_where_it_is_read() throws IOException {
        RunDirectory directory = small().write(temp);
        Path trials = temp.resolve(RunDirectory.TRIALS);
        String whole = Files.readString(trials);
        Files.writeString(trials, whole.replaceFirst("\"startedAt\":\"[^\"]*\"",
                "\"startedAt\":\"+1000000000-12-31T23:59:59Z\""));
        assertThat(directory.read().warnings()).singleElement().asString().contains("is not in the years 2000 to 9999");
        Report.write(directory);

        Path manifest = temp.resolve(RunDirectory.MANIFEST);
        Files.writeString(manifest, Files.readString(manifest)
                .replaceFirst("\"startedAt\" *: *\"[^\"]*\"", "\"startedAt\":\"1999-12-31T23:59:59Z\""));
        assertThatThrownBy(directory::read).isInstanceOf(ResultFileException.class)
                .hasMessageContaining("startedAt 1999-12-31T23:59:59Z is not in the years 2000 to 9999");
    }
}
