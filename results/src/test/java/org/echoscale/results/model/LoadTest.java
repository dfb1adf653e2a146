package org.echoscale.results.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.echoscale.results.model.Load.Schedule;
import org.junit.jupiter.api.Test;

class LoadTest {
    @Test
    void a_rate_is_shown_short_with_its_schedule_unless_that_is_the_plain_one() {
        assertThat(new Load.Open(20_000, Schedule.CONSTANT).offered()).isEqualTo("20k/s");
        assertThat(new Load.Open(20_000, Schedule.POISSON).offered()).isEqualTo("20k/s Poisson");
        assertThat(new Load.Open(2_500, Schedule.BURST, 10).offered()).isEqualTo("2.5k/s in bursts of 10");
        assertThat(new Load.Open(12_345.67, Schedule.CONSTANT).offered()).isEqualTo("12345.67/s");
        assertThat(new Load.Open(0.5, Schedule.CONSTANT).offered()).isEqualTo("0.5/s");
        assertThat(new Load.Open(500, Schedule.CONSTANT).offered()).isEqualTo("500/s");
        assertThat(new Load.Open(1_000_000, Schedule.CONSTANT).offered()).isEqualTo("1000k/s");
    }

    @Test
    void a_cell_says_its_load() {
        assertThat(new Cell("a", 10, 4, 64, new Load.Open(20_000, Schedule.POISSON)))
                .hasToString("a, 10 connections, 4 active, 64 B, open, 20k/s Poisson");
        assertThat(new Cell("a", 10, 4, 64, new Load.Closed(1))).hasToString(
                "a, 10 connections, 4 active, 64 B, closed");
        assertThat(new Load.Closed(4).text()).isEqualTo("closed, 4 outstanding");
    }

    @Test
    void bursts_need_a_size_and_nothing_else_may_have_one() {
        assertThatThrownBy(() -> new Load.Open(1, Schedule.BURST)).hasMessage("bursts need their size (burst)");
        assertThatThrownBy(() -> new Load.Open(1, Schedule.BURST, 1)).hasMessage("burst 1 < 2");
        assertThatThrownBy(() -> new Load.Open(1, Schedule.POISSON, 10))
                .hasMessage("bursts need the schedule BURST; burst is 10 and the schedule POISSON");
    }
}
