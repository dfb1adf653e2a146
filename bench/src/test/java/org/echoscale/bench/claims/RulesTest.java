package org.echoscale.bench.claims;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.echoscale.bench.claims.Laboratory.Comparison;
import org.echoscale.bench.run.SideBySide.Meanwhile;
import org.echoscale.bench.run.SideBySide.WarmedUp;
import org.echoscale.results.model.ClaimResults.Finding;
import org.echoscale.results.model.ClaimResults.Verdict;
import org.echoscale.results.model.Measurement.WarmUp;
import org.echoscale.results.stats.Spread;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {
    @Test
    void allRepetitionsMustAgree() {
        assertThat(Rules.atMost(spread(1.01, 1.05, 1.09), 1.1)).isEqualTo(Verdict.HOLDS);
        assertThat(Rules.atMost(spread(1.01, 1.05, 1.11), 1.1)).isEqualTo(Verdict.CANNOT_TELL);
        assertThat(Rules.atMost(spread(1.11, 1.2, 1.3), 1.1)).isEqualTo(Verdict.DOES_NOT_HOLD);
        assertThat(Rules.atLeast(spread(999, 1200), 1000)).isEqualTo(Verdict.CANNOT_TELL);
        assertThat(Rules.atLeast(spread(1000, 1200), 1000)).isEqualTo(Verdict.HOLDS);
        assertThat(Rules.atLeast(spread(100, 999), 1000)).isEqualTo(Verdict.DOES_NOT_HOLD);
    }

    /** 1 − 2·P(as many as that or fewer of n are below the median), worked out from the binomial coefficients. */
    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "5, 0", "8, 0", "9, 1", "11, 1", "12, 2", "15, 3", "20, 5"})
    void ofManyRepetitionsAFewMayDisagreeAsLongAsFiveThatAgreeAreNoSurer(int repetitions, int outside) {
        assertThat(Rules.outside(repetitions)).isEqualTo(outside);
    }

    @Test
    void theIntervalOfManyRepetitionsDecidesAndIsShown() {
        Spread many = spread(9, 1.02, 1.05, 1.01, 1.03, 1.09, 1.04, 1.02, 0.2);
        assertThat(Rules.atMost(many, 1.1)).isEqualTo(Verdict.HOLDS);
        assertThat(Rules.figure("x", "×", many).low()).isEqualTo(1.01);
        assertThat(Rules.figure("x", "×", many).high()).isEqualTo(1.09);
        assertThat(Rules.atMost(many, 1.08)).isEqualTo(Verdict.CANNOT_TELL);
        assertThat(Rules.atLeast(many, 1.01)).isEqualTo(Verdict.HOLDS);
    }

    @Test
    void repeatedRoundsAndWarmUpsOfAllComparisonsThatAClaimRestsOnAreAdded() {
        Decision decision = new Decision(Verdict.HOLDS, "x", List.of());
        Finding finding = decision.of(Claim.K11, "", List.of(
                new Comparison(List.of(), new Meanwhile(2, 1, 0.0, 0.1), List.of(warmedUp(true), warmedUp(false))),
                new Comparison(List.of(), new Meanwhile(3, 0, null, null), List.of(warmedUp(false)))));
        assertThat(finding.repeatedRounds()).isEqualTo(5);
        assertThat(finding.disturbedRounds()).isEqualTo(1);
        assertThat(finding.warmUps()).isEqualTo(3);
        assertThat(finding.unsteadyWarmUps()).isEqualTo(2);
        assertThat(decision.of(Claim.K2, "", List.of()).repeatedRounds()).isNull();
        assertThat(decision.of(Claim.K2, "", List.of()).warmUps()).isNull();
    }

    private static WarmedUp warmedUp(boolean steady) {
        return new WarmedUp("a", 1, new WarmUp(steady, 1, 1, 0, 0, 5));
    }

    @Test
    void aPartThatDoesNotHoldIsEnoughForTheWhole() {
        assertThat(Rules.both(Verdict.HOLDS, Verdict.HOLDS)).isEqualTo(Verdict.HOLDS);
        assertThat(Rules.both(Verdict.CANNOT_TELL, Verdict.DOES_NOT_HOLD)).isEqualTo(Verdict.DOES_NOT_HOLD);
        assertThat(Rules.both(Verdict.DOES_NOT_HOLD, Verdict.HOLDS)).isEqualTo(Verdict.DOES_NOT_HOLD);
        assertThat(Rules.both(Verdict.HOLDS, Verdict.CANNOT_TELL)).isEqualTo(Verdict.CANNOT_TELL);
    }

    @Test
    void aQuotientIsMadeRepetitionByRepetition() {
        assertThat(Rules.quotient(spread(10, 40), spread(5, 10)).perFork()).containsExactly(2.0, 4.0);
    }

    @Test
    void aFigureThatWasMeasuredOnceHasNoRange() {
        assertThat(Rules.figure("x", "ns", spread(3)).low()).isNull();
        assertThat(Rules.figure("x", "ns", spread(3, 5)).high()).isEqualTo(5);
    }

    @Test
    void threadsThatTakeNoMemoryOfTheirOwnRefuteThePartAboutThePrice() {
        assertThat(ModelClaims.decide(spread(7, 8), spread(6, 7), List.of(90.0, 100.0), spread(2)).verdict())
                .isEqualTo(Verdict.HOLDS);
        assertThat(ModelClaims.decide(spread(7, 8), spread(6, 7), List.of(-5.0, -1.0), spread(2)).verdict())
                .isEqualTo(Verdict.DOES_NOT_HOLD);
        assertThat(ModelClaims.decide(spread(7, 8), spread(1, 1.2), List.of(90.0), spread(2)).verdict())
                .isEqualTo(Verdict.DOES_NOT_HOLD);
        assertThat(ModelClaims.decide(spread(7, 8), spread(6, 7), List.of(), spread(2)).verdict())
                .isEqualTo(Verdict.CANNOT_TELL);
    }

    @Test
    void aSavingOfTwoPercentIsOneThatMatters() {
        assertThat(ServerClaims.saves(spread(0.97, 0.98, 0.99))).isEqualTo(Verdict.HOLDS);
        assertThat(ServerClaims.saves(spread(0.98, 0.98, 0.98))).isEqualTo(Verdict.HOLDS);
        assertThat(ServerClaims.saves(spread(0.98, 0.99, 0.99))).isEqualTo(Verdict.CANNOT_TELL);
        assertThat(ServerClaims.saves(spread(0.981, 0.99, 1.01))).isEqualTo(Verdict.DOES_NOT_HOLD);
        assertThat(ServerClaims.saves(spread(0.9, 0.95, 1.01))).isEqualTo(Verdict.CANNOT_TELL);
    }

    private static Spread spread(double... values) {
        return new Spread(java.util.Arrays.stream(values).boxed().toList());
    }
}
