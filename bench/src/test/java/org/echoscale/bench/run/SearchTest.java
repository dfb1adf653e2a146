package org.echoscale.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoublePredicate;
import org.echoscale.results.model.Cell;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Outcome;
import org.echoscale.results.model.Reason;
import org.echoscale.results.model.RunManifest;
import org.echoscale.results.model.Trial;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NullUnmarked // what is found is asserted to be there by use
class SearchTest {
    private static final Trial TRIAL = new Trial(RunManifest.SCHEMA, 1, 1, new Cell("x", 1, 1, 1, new Load.Closed(1)),
            Instant.parse("2026-01-01T00:00:00Z"), Outcome.SKIPPED, List.of(Reason.of("x", "x")), null);

    private final List<Double> tried = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(doubles = {1, 500, 10_000, 123_456, 4_000_000})
    void theEdgeIsFoundFromBelowAndFromAbove(double start) throws Exception {
        Search.Found found = search(1, 5e6, false, value -> value <= 77_777).from(start);
        assertThat(found.highest().value()).isBetween(77_777 / Search.CLOSE, 77_777.0);
        assertThat(found.lowestFailing().value()).isBetween(77_777.0, 77_777 * Search.CLOSE * Search.CLOSE);
        assertThat(tried).hasSizeLessThan(45);
    }

    @Test
    void whereEverythingWorksTheMostIsTheAnswer() throws Exception {
        Search.Found found = search(1, 1000, true, value -> true).from(7);
        assertThat(found.highest().value()).isEqualTo(1000);
        assertThat(found.lowestFailing()).isNull();
    }

    @Test
    void whereNothingWorksThereIsNoAnswer() throws Exception {
        Search.Found found = search(10, 1000, true, value -> false).from(500);
        assertThat(found.highest()).isNull();
        assertThat(found.lowestFailing().value()).isEqualTo(10);
    }

    @Test
    void aValueThatWorkedByLuckIsNotTheAnswer() throws Exception {
        int[] lucky = {1};
        Search.Found found = search(1, 1e6, false, value -> value <= 1000 || (value < 1500 && lucky[0]-- > 0))
                .from(100);
        assertThat(found.highest().value()).isLessThanOrEqualTo(1000);
    }

    @Test
    void wholeNumbersStayWhole() throws Exception {
        search(1, 100, true, value -> value < 13).from(3);
        assertThat(tried).allSatisfy(value -> assertThat(value).isEqualTo(Math.rint(value)));
    }

    @Test
    void theAnswerHasWorkedTwiceAlsoWhereEveryValueAboveTheEdgeWorksOnce() throws Exception {
        Set<Double> lucky = new HashSet<>();
        Search.Found found = search(1, 1e6, false, value -> value <= 1000 || (value < 4000 && lucky.add(value)))
                .from(700);
        assertThat(found.highest().value()).isLessThanOrEqualTo(1000);
        assertThat(tried.getLast()).isEqualTo(found.highest().value());
        assertThat(tried).filteredOn(value -> value == found.highest().value()).hasSize(2);
    }

    @Test
    void whatWorkedOnceIsNoAnswerWhenThereIsNoTimeForASecondTry() throws Exception {
        Search.Found found = new Search(1, 1000, true, value -> tried.size() < 3, (value, again) -> {
            tried.add(value);
            return new Search.Probe(value, true, "", TRIAL);
        }).from(10);
        assertThat(tried).containsExactly(10.0, 20.0, 40.0);
        assertThat(found.highest()).isNull();
        assertThat(found.unconfirmed().value()).isEqualTo(40);
    }

    private Search search(double least, double most, boolean whole, DoublePredicate works) {
        return new Search(least, most, whole, value -> true, (value, again) -> {
            tried.add(value);
            return new Search.Probe(value, works.test(value), "", TRIAL);
        });
    }

    @Test
    void aTryOfWhichNobodyCanTellEndsItAndIsNoFailure() throws Exception {
        Search.Found found = new Search(1, 1000, true, value -> true, (value, again) -> {
            tried.add(value);
            return new Search.Probe(value, value < 40, value < 40, "steal", TRIAL);
        }).from(10);
        assertThat(tried).containsExactly(10.0, 20.0, 40.0);
        assertThat(found.highest()).isNull();
        assertThat(found.lowestFailing()).isNull();
        assertThat(found.unconfirmed().value()).isEqualTo(20);
        assertThat(found.unknown().value()).isEqualTo(40);
    }
}
