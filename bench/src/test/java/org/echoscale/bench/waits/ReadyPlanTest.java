package org.echoscale.bench.waits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReadyPlanTest {

    @Test
    void oneReadyVisitsTheWholeRangeEvenly() {
        ReadyPlan plan = new ReadyPlan(all(1000), 1000, 1, 0.3, false);
        int[] quarters = new int[4];
        IntStream.range(0, 40).forEach(set -> quarters[plan.descriptor(set, 0) / 250]++);
        assertThat(quarters).containsOnly(10, 9, 11);
    }

    @Test
    void descriptorsOfASetDiffer() {
        ReadyPlan plan = new ReadyPlan(all(100), 100, 64, 0.9, false);
        for (int set = 0; set < plan.sets(); set++) {
            int which = set;
            assertThat(IntStream.range(0, 64).map(k -> plan.descriptor(which, k)).distinct().count()).isEqualTo(64);
        }
    }

    @Test
    void theLastOnesAreAtTheEnd() {
        ReadyPlan plan = new ReadyPlan(all(50), 20, 3, 0.5, true);
        assertThat(IntStream.range(0, 3).map(k -> plan.descriptor(7, k))).containsExactly(17, 18, 19);
    }

    @Test
    void onlyThoseThatCanBeMadeReadyAre() {
        BitSet some = new BitSet();
        some.set(3);
        some.set(40);
        some.set(90);
        ReadyPlan plan = new ReadyPlan(some, 50, 1, 0, false);
        assertThat(IntStream.range(0, plan.sets()).map(set -> plan.descriptor(set, 0))).containsOnly(3, 40);
        assertThatThrownBy(() -> new ReadyPlan(some, 50, 3, 0, false)).hasMessage(
                "of 50 descriptors 2 can be made ready here, not 3");
    }

    @Test
    void whereThisProcessLacksRoomAnEvenChoiceOfSocketsHasItsOtherEndsHere() {
        assertThat(Wakeable.sockets(9_000, 20_000).cardinality()).isEqualTo(9_000);
        BitSet here = Wakeable.sockets(19_000, 20_000);
        assertThat(here.cardinality()).isEqualTo(800);
        assertThat(here.get(0, 256).cardinality()).isEqualTo(256);
        assertThat(here.get(256, 9_628).cardinality()).isBetween(270, 274);
        assertThat(Wakeable.most(Kind.TCP, 20_000)).isEqualTo(19_736);
        assertThat(Wakeable.most(Kind.PIPE, 20_000)).isEqualTo(9_900);
        assertThat(Wakeable.most(Kind.EVENTFD, 20_000)).isEqualTo(19_800);
        assertThat(Wakeable.most(Kind.TCP, 100)).isZero();
    }

    private static BitSet all(int size) {
        BitSet set = new BitSet();
        set.set(0, size);
        return set;
    }
}
