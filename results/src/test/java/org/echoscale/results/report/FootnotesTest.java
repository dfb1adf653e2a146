package org.echoscale.results.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FootnotesTest {
    private final Footnotes notes = new Footnotes();

    @Test
    void the_same_words_have_the_same_mark() {
        assertThat(notes.mark("too few")).isEqualTo("¹");
        assertThat(notes.mark("lost")).isEqualTo("²");
        assertThat(notes.mark("too few")).isEqualTo("¹");
        assertThat(notes.lines()).containsExactly("¹ too few", "² lost");
    }

    @Test
    void words_that_differ_in_figures_alone_share_a_line_with_their_range() {
        notes.mark("p99 blank: 3,200 samples, 10,000 needed");
        notes.mark("p99 blank: 3,400 samples, 10,000 needed");
        notes.mark("p99 blank: 900 samples, 10,000 needed");

        assertThat(notes.lines()).containsExactly("¹ p99 blank: 900 to 3,400 samples, 10,000 needed");
    }

    @Test
    void digits_of_a_name_are_no_figure() {
        assertThat(notes.mark("server-1 ended")).isEqualTo("¹");
        assertThat(notes.mark("server-2 ended")).isEqualTo("²");
        assertThat(notes.mark("p50 blank")).isEqualTo("³");
        assertThat(notes.mark("p90 blank")).isEqualTo("⁴");
        assertThat(notes.mark("p99.9 blank")).isEqualTo("⁵");
        assertThat(notes.mark("p99 blank")).isEqualTo("⁶");
    }

    @Test
    void the_tenth_mark_has_two_digits() {
        for (char letter = 'a'; letter < 'j'; letter++) {
            notes.mark("reason " + letter);
        }
        assertThat(notes.mark("reason j")).isEqualTo("¹⁰");
    }
}
