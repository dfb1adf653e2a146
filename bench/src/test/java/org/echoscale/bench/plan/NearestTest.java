package org.echoscale.bench.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    private static final List<String> KNOWN = List.of("epoll-et", "epoll-lt", "poll", "select");

    @ParameterizedTest
    @CsvSource({"pol,poll", "epol-lt,epoll-lt", "epol-et,epoll-et", "selct,select"})
    void isTheKnownWordWithFewestLettersToChange(String word, String expected) {
        assertThat(Nearest.to(word, KNOWN)).contains(expected);
    }

    @Test
    void nothingIsNearToAWordOfItsOwn() {
        assertThat(Nearest.to("kqueue", KNOWN)).isEmpty();
        assertThat(Nearest.hint("kqueue", KNOWN)).isEqualTo("known: epoll-et, epoll-lt, poll, select");
    }

    @Test
    void theHintNamesTheNearestAndAllKnown() {
        assertThat(Nearest.hint("pol", KNOWN)).isEqualTo("nearest: poll; known: epoll-et, epoll-lt, poll, select");
    }
}
