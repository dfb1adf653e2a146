package org.echoscale.results.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.echoscale.results.charts.Chart.Table;
import org.echoscale.results.files.RunResults;
import org.echoscale.results.model.Measurement;
import org.echoscale.results.model.Trial;
import org.echoscale.results.stats.RunFigures;
import org.echoscale.results.testdata.SyntheticRun;
import org.echoscale.results.testdata.SyntheticRun.Cost;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked // what is not there fails the test by its use
class LedgerTablesTest {
    private final SyntheticRun run = new SyntheticRun().subject("a", Cost.flat(6).limited(100)).ladder(10, 100, 1_000);

    @Test
    void each_figure_has_a_row_per_server_and_a_column_per_size() {
        Table reads = LedgerTables.of(RunFigures.of(run.results())).get("Reads per message");

        assertThat(reads.head()).containsExactly("server", "10 open", "100 open", "1,000 open");
        assertThat(reads.rows()).containsExactly(List.of("a", "1.00", "1.00", "–"));
    }

    @Test
    void the_generator_has_tables_of_its_own() {
        Map<String, Table> tables = LedgerTables.of(RunFigures.of(run.spread(0).results()));

        assertThat(tables).containsKeys("CPU of the generator per message",
                "CPU of the generator in user mode per message", "CPU of the generator in the kernel per message");
        assertThat(tables.get("CPU of the generator per message").rows().getFirst().get(1))
                .matches("(5\\.9|6\\.0)\\d µs");
        assertThat(tables.get("CPU of the generator in the kernel per message").rows().getFirst().get(1))
                .matches("5\\.[34]\\d µs");
    }

    @Test
    void a_figure_that_no_server_tells_has_no_table() {
        List<Trial> silent = run.trials()
                .stream()
                .filter(trial -> trial.measurement() != null)
                .map(trial -> new Trial(trial.schema(), trial.sequence(), trial.fork(), trial.cell(), trial.startedAt(),
                        trial.outcome(), trial.reasons(), silent(trial.measurement())))
                .toList();

        assertThat(LedgerTables.of(RunFigures.of(new RunResults(run.manifest(), silent, List.of()))))
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
