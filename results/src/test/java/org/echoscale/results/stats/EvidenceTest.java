package org.echoscale.results.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.echoscale.results.model.Cell;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Outcome;
import org.echoscale.results.model.Reason;
import org.echoscale.results.model.Trial;
import org.echoscale.results.testdata.SyntheticRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvidenceTest {
    private static final Trial SOME = new SyntheticRun().ladder(10)
            .forks(1)
            .closedOnly()
            .subject("a", SyntheticRun.Cost.flat(6))
            .trials()
            .getFirst();

    /** Each letter is a fork: valid, disturbed, wrong, missing replies, failed, skipped. */
    @ParameterizedTest
    @CsvSource({"vvvvv, closed, true", "vvvvd, closed, true", "vvddd, closed, false", "vd, closed, true",
        "d, closed, false", "dddss, closed, false", "vss, closed, true", "vvvvw, open, false", "vvvvf, open, false",
        "vvvvm, open, true", "vvvvm, closed, false", "sss, closed, false", "'', closed, false"})
    void a_cell_is_believed_when_at_least_half_of_its_forks_count_and_no_server_did_wrong(String forks, String load,
            boolean believable) {
        assertThat(evidence(rest("a", load, forks)).isBelievable()).isEqualTo(believable);
    }

    @Test
    void the_cells_that_rest_on_fewer_forks_are_named_with_their_number() {
        Evidence evidence = evidence(rest("a", "closed", "vvvvv"), rest("a", "open", "vvvvd"),
                rest("b", "open", "dvvvv"), rest("c", "open", "vvvdd"), rest("d", "closed", "sssss"));

        assertThat(evidence.isBelievable()).isTrue();
        assertThat(evidence.doubts()).isEmpty();
        assertThat(evidence.reservations()).containsExactly(
                "2 of 4 cells rest on 4 of 5 forks, as the others are INVALID: a with 10 connections (open), b with 10 "
                        + "connections (open).",
                "1 of 4 cells rests on 3 of 5 forks, as the others are INVALID: c with 10 connections (open).");
    }

    @Test
    void the_cells_that_must_not_be_believed_are_named_with_the_reason_apart_from_the_others() {
        Evidence evidence = evidence(rest("a", "open", "vvvvd"), rest("b", "open", "ddd"), rest("c", "closed", "vvvvf"),
                rest("d", "open", "vddsd"));
        assertThat(evidence.doubts()).containsExactly(
                "1 of 4 cells must not be believed: it has no valid trial: b with 10 connections (open).",
                "1 of 4 cells must not be believed: it has a fork that failed, lost a connection or replied "
                        + "wrongly: c with 10 connections (closed).",
                "1 of 4 cells must not be believed: it has more than half of the forks INVALID: d with 10 "
                        + "connections (open).");
        assertThat(evidence.reservations()).containsExactly(
                "1 of 4 cells rests on 4 of 5 forks, as the others are INVALID: a with 10 connections (open).");
    }

    @Test
    void a_long_list_is_cut() {
        assertThat(evidence(Stream.of("a", "b", "c", "d", "e", "f", "g", "h")
                .map(name -> rest(name, "open", "vvd"))
                .toArray(Evidence.Rest[]::new)).reservations()).singleElement()
                .asString()
                .startsWith("8 of 8 cells rest on 2 of 3 forks")
                .endsWith("f with 10 connections (open) and 2 more.");
    }

    private static Evidence evidence(Evidence.Rest... cells) {
        return Evidence.of(List.of(cells));
    }

    private static Evidence.Rest rest(String subject, String load, String forks) {
        Cell cell = new Cell(subject, 10, 10, 64, load.equals("open")
                ? new Load.Open(100, Load.Schedule.CONSTANT)
                : new Load.Closed(1));
        return Evidence.Rest.of(subject, 10, load, forks.chars().mapToObj(fork -> trial(cell, (char) fork)).toList());
    }

    private static Trial trial(Cell cell, char fork) {
        return switch (fork) {
            case 'v' -> trial(cell, Outcome.VALID, List.of());
            case 'd' -> trial(cell, Outcome.INVALID, List.of(Reason.of("steal", "made up")));
            case 'w' -> trial(cell, Outcome.INVALID,
                    List.of(Reason.of("steal", "made up"), Reason.of("corrupt", "made up")));
            case 'm' -> trial(cell, Outcome.INVALID, List.of(Reason.of("missing-replies", "made up")));
            case 'f' -> trial(cell, Outcome.FAILED, List.of(Reason.of("failed", "made up")));
            case 's' -> trial(cell, Outcome.SKIPPED, List.of(Reason.of("limit", "made up")));
            default -> throw new IllegalArgumentException(String.valueOf(fork));
        };
    }

    private static Trial trial(Cell cell, Outcome outcome, List<Reason> reasons) {
        return new Trial(1, 1, 1, cell, SOME.startedAt(), outcome, reasons,
                outcome == Outcome.VALID || outcome == Outcome.INVALID ? SOME.measurement() : null);
    }
}
