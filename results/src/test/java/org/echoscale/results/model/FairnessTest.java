package org.echoscale.results.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FairnessTest {
    @Test
    void it_is_one_when_all_got_the_same_and_one_part_when_one_got_all() {
        assertThat(Fairness.of(new long[]{3, 3, 3}, 5)).isEqualTo(new Fairness(3, 3, 3, 3, null, null, 1.0, 0, 5));
        Fairness unfair = Fairness.of(new long[]{0, 100, 0, 0}, 5);
        assertThat(unfair.jainIndex()).isCloseTo(0.25, within(1e-12));
        assertThat(unfair.starved()).isEqualTo(3);
        assertThat(unfair.starvedShare()).isEqualTo(0.75);
    }

    @Test
    void the_median_lies_in_the_middle_whatever_the_order() {
        assertThat(Fairness.of(new long[]{9, 1, 4}, 0).medianMessages()).isEqualTo(4);
        assertThat(Fairness.of(new long[]{9, 1, 4, 5}, 0).medianMessages()).isEqualTo(4.5);
    }

    @Test
    void without_a_reply_there_is_no_index() {
        assertThat(Fairness.of(new long[]{0, 0}, 0).jainIndex()).isNull();
    }

    @Test
    void even_shares_of_large_counts_do_not_exceed_one() {
        long[] replies = new long[10_007];
        java.util.Arrays.fill(replies, 3_333_333_333L);
        assertThat(Fairness.of(replies, 0).jainIndex()).isBetween(0.999_999, 1.0);
    }

    @Test
    void figures_that_contradict_each_other_are_refused() {
        assertThatThrownBy(() -> new Fairness(2, 0, 1, 2, null, null, 1.0, 3, 0))
                .hasMessage("starved 3 is not from 0 to active 2");
        assertThatThrownBy(() -> new Fairness(2, 5, 4, 6, null, null, 1.0, 0, 0))
                .hasMessageContaining("medianMessages 4.0");
        assertThatThrownBy(() -> new Fairness(2, 0, 1, 2, null, null, 1.1, 0, 0))
                .hasMessage("jainIndex 1.1 is not from 0 to 1");
        assertThatThrownBy(() -> Fairness.of(new long[0], 0)).hasMessage("no active connection");
        assertThatThrownBy(() -> new Machine(null, null, -1.0, null, null, null, null, null))
                .hasMessage("loadAverage -1.0 < 0");
    }

    @Test
    void of_messages_that_are_due_whatever_the_server_does_it_counts_which_part_is_answered() {
        Fairness fair = Fairness.of(new long[]{2, 1, 1, 2}, new long[]{2, 1, 1, 2}, 5);
        assertThat(fair).isEqualTo(new Fairness(4, 1, 1.5, 2, 1.0, 1.0, 1.0, 0, 5));

        Fairness unfair = Fairness.of(new long[]{4, 2, 0}, new long[]{4, 4, 4}, 5);
        assertThat(unfair).isEqualTo(new Fairness(3, 0, 2, 4, 0.0, 1.0, 2.25 / (3 * 1.25), 1, 5));
        assertThat(Fairness.of(new long[]{0, 0}, new long[]{1, 1}, 5).jainIndex()).isNull();
    }

    @Test
    void more_replies_than_messages_due_are_refused() {
        assertThatThrownBy(() -> Fairness.of(new long[]{2}, new long[]{1}, 0))
                .hasMessage("leastAnswered 2.0 is not from 0 to 1");
        assertThatThrownBy(() -> Fairness.of(new long[]{0}, new long[]{0}, 0)).hasMessage("due 0 < 1");
    }
}
