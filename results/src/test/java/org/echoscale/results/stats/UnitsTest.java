package org.echoscale.results.stats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {
    @ParameterizedTest
    @CsvSource({"0, 0 B", "1023, 1023 B", "1024, 1.0 KiB", "-2048, -2.0 KiB", "39936, 39.0 KiB", "1048576, 1.0 MiB",
        "5242880000, '5,000.0 MiB'"})
    void bytes_are_counted_in_powers_of_two(double bytes, String text) {
        assertThat(Units.bytes(bytes)).isEqualTo(text);
    }

    @Test
    void one_is_not_counted_as_several() {
        assertThat(Units.of(1, "connection")).isEqualTo("1 connection");
        assertThat(Units.of(0, "connection")).isEqualTo("0 connections");
        assertThat(Units.of(10_000, "connection")).isEqualTo("10000 connections");
    }
}
