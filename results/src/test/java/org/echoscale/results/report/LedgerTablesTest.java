package org.echoscale.results.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.echoscale.results.charts.Chart.Table;
import org.echoscale.results.files.RunResults;
import org.echoscale.results.model.Measurement;
import org.echoscale.results.model.Trial;
import org.echoscale.results.stats.RunFigures;
import org.echoscale.results.stats.SampledCpu;
import org.echoscale.results.stats.Spread;
import org.echoscale.results.testdata.SyntheticRun;
import org.echoscale.results.testdata.SyntheticRun.Cost;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked // what is not there fails the test by its use
class LedgerTablesTest {
    private final SyntheticRun run = new SyntheticRun().subject("a", Cost.flat(6).limited(100)).ladder(10, 100, 1_000);

    @Test
    void each_figure_has_a_row_per_server_and_a_column_per_size() {
        Table reads = LedgerTables.of(RunFigures.of(run.results()), new Footnotes()).get("Reads per message");

        assertThat(reads.head()).containsExactly("server", "10 open", "100 open", "1,000 open");
        assertThat(reads.rows()).containsExactly(List.of("a", "1.00", "1.00", "–"));
    }

    @Test
    void the_generator_has_tables_of_its_own() {
        Map<String, Table> tables = LedgerTables.of(RunFigures.of(run.spread(0).results()), new Footnotes());

        assertThat(tables).containsKeys("CPU of the generator per message",
                "CPU of the generator in user mode per message", "CPU of the generator in the kernel per message");
        assertThat(tables.get("CPU of the generator per message").rows().getFirst().get(1))
                .matches("(5\\.9|6\\.0)\\d µs \\(5\\.\\d\\d–6\\.\\d\\d\\)");
        assertThat(tables.get("CPU of the generator in the kernel per message").rows().getFirst().get(1))
                .matches("5\\.[34]\\d µs \\(5\\.[34]\\d–5\\.[34]\\d\\)");
    }

    @Test
    void a_part_of_the_cpu_time_that_was_seen_too_seldom_is_blank_with_its_reason() {
        // 0.6 s of a server that is never idle, a fifth of it in user mode, in each of three forks
        Footnotes notes = new Footnotes();
        Map<String, Table> tables = LedgerTables.of(RunFigures.of(busy().results()), notes);

        assertThat(tables.get("CPU in user mode per message").rows()).containsExactly(List.of("a", "–¹"));
        assertThat(tables.get("CPU in the kernel per message").rows().getFirst().get(1))
                .matches("4\\.\\d\\d µs \\(4\\.\\d\\d–\\d\\.\\d\\d\\)");
        assertThat(notes.lines().getFirst()).matches("¹ not shown, as it is known too roughly, all forks together: "
                + "0\\.1\\d\\d to 0\\.3\\d\\d s of it were found, and 0\\.4 s are needed");
    }

    @Test
    void more_of_it_is_shown_and_of_a_single_fork_without_a_range() {
        Footnotes notes = new Footnotes();
        assertThat(userMode(busy().windowMillis(900), notes)).matches("1\\.\\d\\d µs \\(1\\.\\d\\d–1\\.\\d\\d\\)");
        assertThat(userMode(busy().forks(1).windowMillis(3_000), notes)).matches("1\\.\\d\\d µs");
    }

    @Test
    void no_part_is_said_to_take_no_time() {
        Footnotes notes = new Footnotes();
        assertThat(userMode(busy().userShare(0), notes)).isEqualTo("–¹");
        assertThat(notes.lines()).singleElement().asString().contains(": 0 to 0.178 s of it were found");
        SampledCpu lopsided = new SampledCpu(new Spread(List.of(0.0, 0.0, 2.0)), 1);
        assertThat(lopsided.reason()).isEqualTo("none of it was found in half of the forks");
    }

    /** It and not the generator is what there are no more messages of. */
    private static SyntheticRun busy() {
        return new SyntheticRun().subject("a", Cost.flat(6)).ladder(100).closedOnly();
    }

    private static String userMode(SyntheticRun run, Footnotes notes) {
        return LedgerTables.of(RunFigures.of(run.results()), notes)
                .get("CPU in user mode per message")
                .rows()
                .getFirst()
                .get(1);
    }

    @Test
    void a_figure_that_no_server_tells_has_no_table() {
        List<Trial> silent = run.trials()
                .stream()
                .filter(trial -> trial.measurement() != null)
                .map(trial -> new Trial(trial.schema(), trial.sequence(), trial.fork(), trial.cell(), trial.startedAt(),
                        trial.outcome(), trial.reasons(), silent(trial.measurement())))
                .toList();

        assertThat(LedgerTables.of(RunFigures.of(new RunResults(run.manifest(), silent, List.of())), new Footnotes()))
                .containsOnlyKeys("CPU of the generator per message");
    }

    private static Measurement silent(Measurement m) {
        return new Measurement(m.durationNanos(), m.messages(), m.connections(), m.latency(), m.serviceTime(),
                m.sendLateness(), Measurement.ServerCost.of(m.server().cpuNanos()), old(m.generator()), m.warmUp(),
                m.slices());
    }

    /** As in results from before its parts were told. */
    private static Measurement.GeneratorCost old(Measurement.GeneratorCost cost) {
        return new Measurement.GeneratorCost(cost.threadCpuNanos(), null, null, cost.processCpuNanos(),
                cost.allocatedBytes(), cost.waiting(), cost.waits(), cost.reads(), cost.writes());
    }
}
