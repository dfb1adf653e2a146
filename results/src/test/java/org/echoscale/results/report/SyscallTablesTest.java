package org.echoscale.results.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.echoscale.results.charts.Chart.Table;
import org.echoscale.results.stats.RunFigures;
import org.echoscale.results.testdata.SyntheticRun;
import org.echoscale.results.testdata.SyntheticRun.Cost;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked // what is not there fails the test by its use
class SyscallTablesTest {
    private final SyntheticRun run = new SyntheticRun().subject("a", Cost.flat(6)).ladder(10, 100);

    @Test
    void calls_are_shown_per_message_and_rare_ones_are_not() {
        Table table = SyscallTables.of(RunFigures.of(run.watched().results())).get("100 connections open");

        assertThat(table.head()).containsExactly("server", "read", "write", "epoll_wait");
        assertThat(table.rows()).containsExactly(List.of("a", "1.00", "1.00", "0.250"));
    }

    @Test
    void a_run_that_did_not_count_has_no_table() {
        assertThat(SyscallTables.of(RunFigures.of(run.results()))).isEmpty();
    }
}
