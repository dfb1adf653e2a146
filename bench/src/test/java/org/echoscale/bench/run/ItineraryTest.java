package org.echoscale.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.echoscale.core.Support;
import org.echoscale.results.model.Plan;
import org.echoscale.results.model.RunManifest.Visit;
import org.junit.jupiter.api.Test;

class ItineraryTest {
    private static final List<String> SERVERS = List.of("a", "b", "c");

    @Test
    void everyTransportIsVisitedOnceARoundAndEveryLadderIsComplete() {
        List<Visit> visits = Itinerary.of(plan(3, 1), SERVERS, name -> Support.UNLIMITED);
        assertThat(visits).hasSize(9);
        for (int fork = 1; fork <= 3; fork++) {
            Set<String> round = visits.subList((fork - 1) * 3, fork * 3)
                    .stream()
                    .map(Visit::subject)
                    .collect(Collectors.toSet());
            assertThat(round).containsExactlyInAnyOrder("a", "b", "c");
        }
        assertThat(visits)
                .allSatisfy(visit -> assertThat(visit.connections()).containsExactlyInAnyOrder(10, 100, 1000));
    }

    @Test
    void theSeedDecidesTheOrder() {
        assertThat(Itinerary.of(plan(5, 1), SERVERS, name -> 9))
                .isEqualTo(Itinerary.of(plan(5, 1), SERVERS, name -> 9));
        assertThat(Itinerary.of(plan(5, 1), SERVERS, name -> 9))
                .isNotEqualTo(Itinerary.of(plan(5, 2), SERVERS, name -> 9));
    }

    @Test
    void aTransportThatServesFewerThanTheSmallestSizeIsMeasuredAtItsLimitToo() {
        List<Visit> visits = Itinerary.of(plan(1, 1), SERVERS, name -> name.equals("a") ? 1 : 100);
        assertThat(visits).filteredOn(visit -> visit.subject().equals("a"))
                .singleElement()
                .satisfies(visit -> assertThat(visit.connections()).contains(1));
        assertThat(visits).filteredOn(visit -> !visit.subject().equals("a"))
                .allSatisfy(visit -> assertThat(visit.connections()).hasSize(3));
    }

    private static Plan plan(int forks, long seed) {
        return new Plan("test", SERVERS, List.of(10, 100, 1000), 10, 64, 1, null, forks, 1_000_000, 0,
                seed);
    }
}
