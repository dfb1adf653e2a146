package org.echoscale.results.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownTest {
    @ParameterizedTest
    @ValueSource(strings = {"Xeon(R) Processor @ 2.80GHz", "epoll_wait(2)", "--enable-native-access=ALL-UNNAMED",
        "a & b",
        "10 > 5", "-4.0 kB", "no. #4"})
    void text_that_means_nothing_to_markdown_stays_as_it_is(String text) {
        assertThat(Markdown.text(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {"@someone \\@someone", "&#64; \\&#64;", "&lt; \\&lt;", "_a_ \\_a\\_",
        "a*b a\\*b",
        "a|b a\\|b", "[x](y) \\[x\\](y)", "#1 \\#1", ">x \\>x", "--- \\---", "<b> &lt;b>"})
    void text_that_would_mean_something_is_escaped(String text, String escaped) {
        assertThat(Markdown.text(text)).isEqualTo(escaped);
    }

    @Test
    void no_text_becomes_an_element() {
        assertThat(Markdown.text("<img src=x>")).doesNotContain("<");
    }
}
