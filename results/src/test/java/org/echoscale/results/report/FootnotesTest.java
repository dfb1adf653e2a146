package org.echoscale.results.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FootnotesTest {
    private final Footnotes notes = new Footnotes();

    @Test
    void the_same_words_have_the_same_mark() {
        assertThat(notes.mark("too few", 10)).isEqualTo("¹");
        assertThat(notes.mark("lost", 10)).isEqualTo("²");
        assertThat(notes.mark("too few", 10)).isEqualTo("¹");
        assertThat(notes.lines()).containsExactly("¹ too few", "² lost");
    }

    @Test
    void words_that_differ_in_figures_alone_share_a_line_with_their_range() {
        notes.mark("p99 blank: 3,200 samples, 10,000 needed", 10);
        notes.mark("p99 blank: 3,400 samples, 10,000 needed", 10);
        notes.mark("p99 blank: 900 samples, 10,000 needed", 10);

        assertThat(notes.lines()).containsExactly("¹ p99 blank: 900 to 3,400 samples, 10,000 needed");
    }

    @Test
    void a_number_of_connections_is_listed_and_is_no_range() {
        for (int connections : new int[]{10_000, 10, 3_000}) {
            notes.mark(connections + " connections need " + (connections + 50) + " descriptors; 9 are allowed",
                    connections);
        }

        assertThat(notes.lines()).containsExactly(
                "¹ 10, 3000 or 10000 connections need 60 to 10050 descriptors; 9 are allowed");
    }

    @Test
    void digits_of_a_name_are_no_figure() {
        assertThat(notes.mark("server-1 ended", 10)).isEqualTo("¹");
        assertThat(notes.mark("server-2 ended", 10)).isEqualTo("²");
        assertThat(notes.mark("p50 blank", 10)).isEqualTo("³");
        assertThat(notes.mark("p90 blank", 10)).isEqualTo("⁴");
        assertThat(notes.mark("p99.9 blank", 10)).isEqualTo("⁵");
        assertThat(notes.mark("p99 blank", 10)).isEqualTo("⁶");
    }

    @Test
    void no_word_passes_for_a_figure() {
        assertThat(notes.mark("5 of 7 lost", 10)).isEqualTo("¹");
        assertThat(notes.mark("# of # lost", 10)).isEqualTo("²");
        assertThat(notes.mark("9 of 7 lost", 10)).isEqualTo("¹");
        assertThat(notes.lines()).containsExactly("¹ 5 to 9 of 7 lost", "² # of # lost");
    }

    @Test
    void a_comma_behind_a_figure_is_not_of_it() {
        notes.mark("needs 5, has 1,000", 10);
        notes.mark("needs 7, has 2,000", 10);
        assertThat(notes.lines()).containsExactly("¹ needs 5 to 7, has 1,000 to 2,000");
    }

    @Test
    void the_tenth_mark_has_two_digits() {
        for (char letter = 'a'; letter < 'j'; letter++) {
            notes.mark("reason " + letter, 10);
        }
        assertThat(notes.mark("reason j", 10)).isEqualTo("¹⁰");
    }
}
