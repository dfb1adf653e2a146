package org.echoscale.results.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.echoscale.results.testdata.SyntheticWaits;
import org.echoscale.results.testdata.SyntheticWaits.Law;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CostModelTest {

    @Test
    void without_noise_every_coefficient_comes_back() {
        CostModel model = model(0, Law.sum(250, 65, 110));

        assertThat(model.perCall().value()).isCloseTo(250, within(0.01));
        assertThat(model.perDescriptor().value()).isCloseTo(65, within(0.001));
        assertThat(Objects.requireNonNull(model.perReady()).value()).isCloseTo(110, within(0.001));
        assertThat(model.error()).isCloseTo(0, within(1e-6));
        assertThat(model.knee()).isNull();
        assertThat(model.from()).isEqualTo(1);
        assertThat(model.to()).isEqualTo(19_000);
        assertThat(model.nanos(1_000, 7)).isCloseTo(250 + 65_000 + 770, within(1.0));
    }

    @Test
    void with_noise_the_rounds_surround_the_truth() {
        CostModel model = model(0.03, Law.sum(250, 65, 110));

        assertThat(model.perDescriptor().value()).isCloseTo(65, within(2.0));
        assertThat(model.perDescriptor().perRound().min()).isLessThan(65);
        assertThat(model.perDescriptor().perRound().max()).isGreaterThan(65);
        assertThat(model.error()).isBetween(0.005, 0.04);
        assertThat(curve(0.03, Law.sum(250, 65, 110)).line().orElseThrow().rSquared()).isGreaterThan(0.98);
        assertThat(model.knee()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 3_000, 5_000})
    void a_knee_is_found_where_it_is_and_the_model_ends_there(int knee) {
        CostModel model = model(0.02, Law.sum(250, 65, 110).bent(knee, 200));

        CostModel.Knee found = Objects.requireNonNull(model.knee());
        assertThat(found.descriptors().value()).isCloseTo(knee, within(knee * 0.2));
        assertThat(found.descriptors().perRound().min()).isGreaterThan(knee * 0.6);
        assertThat(found.perDescriptor().value()).isCloseTo(265, within(20.0));
        assertThat(model.perDescriptor().value()).isCloseTo(65, within(4.0));
        assertThat(model.to()).isLessThanOrEqualTo((int) found.descriptors().value());
        assertThat(curve(0.02, Law.sum(250, 65, 110).bent(knee, 200)).line().orElseThrow().rSquared())
                .isGreaterThan(0.98);
    }

    @Test
    void what_bends_by_less_than_a_third_has_no_knee() {
        assertThat(model(0.005, Law.sum(250, 65, 110).bent(3_000, 15)).knee()).isNull();
    }

    @Test
    void a_cost_that_does_not_depend_on_the_number_of_descriptors_has_a_slope_of_next_to_nothing() {
        CostModel model = model(0.02, Law.sum(300, 0, 100));

        assertThat(Math.abs(model.perDescriptor().value())).isLessThan(0.01);
        assertThat(model.knee()).isNull();
    }

    @Test
    void a_second_level_of_cache_ends_the_model_at_the_first_and_the_line_explains_what_is_below() {
        Law law = Law.sum(250, 65, 110).bent(300, 80).bent(5_000, 400);
        WaitCurve curve = WaitFigures
                .of(new SyntheticWaits(5, 0.01).measure("java", "poll", "call", true, law).costs())
                .curves()
                .getFirst();

        CostModel model = curve.model().orElseThrow();
        assertThat(model.perDescriptor().value()).isCloseTo(65, within(5.0));
        assertThat(Objects.requireNonNull(model.knee()).descriptors().value()).isBetween(200.0, 1_000.0);
        assertThat(curve.line().orElseThrow().rSquared()).isGreaterThan(0.98);
        assertThat(curve.line().orElseThrow().low()).isPositive();
    }

    @Test
    void where_the_ready_ones_do_not_vary_their_cost_is_in_that_of_a_call() {
        CostModel model = WaitFigures
                .of(new SyntheticWaits(5, 0).measure("java", "poll", "call", false, Law.sum(250, 65, 110)).costs())
                .curves()
                .getFirst()
                .model()
                .orElseThrow();

        assertThat(model.perReady()).isNull();
        assertThat(model.perCall().value()).isCloseTo(360, within(0.01));
    }

    @Test
    void figures_from_which_no_line_can_be_told_make_no_model() {
        assertThat(CostModel.of(List.of(point(1_000_000, 10), point(1_000_001, 10), point(1_000_002, 10)))).isEmpty();
        assertThat(CostModel.of(List.of(point(10, 1e-9), point(20, 1e9), point(30, 1e9)))).isEmpty();
        assertThat(CostModel.of(List.of(point(10, 10), point(20, 20), point(30, 30), point(1_000_000_000, 1e9),
                point(1_000_000_001, 1e9)))).isPresent();
    }

    private static WaitPoint point(int descriptors, double nanos) {
        return new WaitPoint(descriptors, 1, new Spread(List.of(nanos)));
    }

    @Test
    void two_sizes_make_no_model() {
        List<WaitPoint> points = List.of(new WaitPoint(1, 1, new Spread(List.of(5.0))),
                new WaitPoint(10, 1, new Spread(List.of(50.0))));

        assertThat(CostModel.of(points)).isEqualTo(Optional.empty());
    }

    @Test
    void one_round_is_enough_for_a_model() {
        CostModel model = WaitFigures
                .of(new SyntheticWaits(1, 0.01).measure("java", "poll", "call", true, Law.sum(250, 65, 110)).costs())
                .curves()
                .getFirst()
                .model()
                .orElseThrow();

        assertThat(model.perDescriptor().perRound().forks()).isEqualTo(1);
    }

    @Test
    void lines_that_cross_do_so_where_they_should() {
        // All ready: 200 + 50 n against 420 + 22 n.
        CostModel poll = model(0.01, Law.sum(200, 30, 20));
        CostModel epoll = model(0.01, Law.sum(420, 0, 22));

        Crossover all = Crossover.of(poll, epoll, true);
        assertThat(all.kind()).isEqualTo(Crossover.Kind.CROSSES);
        assertThat(Objects.requireNonNull(all.at()).median()).isCloseTo(220 / 28.0, within(1.0));
        Crossover one = Crossover.of(poll, epoll, false);
        assertThat(Objects.requireNonNull(one.at()).median()).isCloseTo(222 / 30.0, within(1.0));
        assertThat(Crossover.of(epoll, poll, true).kind()).isEqualTo(Crossover.Kind.CROSSES_BACK);
    }

    @Test
    void lines_that_do_not_cross_have_a_cheaper_one() {
        CostModel cheap = model(0.01, Law.sum(200, 10, 5));
        CostModel dear = model(0.01, Law.sum(400, 30, 5));

        assertThat(Crossover.of(cheap, dear, true).kind()).isEqualTo(Crossover.Kind.FIRST);
        assertThat(Crossover.of(dear, cheap, true).kind()).isEqualTo(Crossover.Kind.SECOND);
    }

    private static CostModel model(double noise, Law law) {
        return curve(noise, law).model().orElseThrow();
    }

    private static WaitCurve curve(double noise, Law law) {
        return WaitFigures.of(new SyntheticWaits(7, noise).measure("java", "poll", "call", true, law).costs())
                .curves()
                .getFirst();
    }
}
