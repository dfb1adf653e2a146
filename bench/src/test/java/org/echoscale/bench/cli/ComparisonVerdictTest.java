package org.echoscale.bench.cli;

import org.echoscale.bench.run.ComparisonFigures;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.echoscale.bench.run.SideBySide.Sample;
import org.junit.jupiter.api.Test;

class ComparisonVerdictTest {

    @Test
    void aDifferenceThatAllForksShowIsStatedWithItsRange() {
        assertThat(verdict(forks("c-epoll", 1, 1, 1, 1, 1), forks("epoll-lt", 1.02, 1.01, 1.03, 1.04, 1.02)))
                .containsExactly("epoll-lt costs 1.02× the CPU per message of c-epoll (5 forks, 1.01–1.04).");
    }

    @Test
    void aRangeThatStraddlesOneIsNoDifference() {
        assertThat(verdict(forks("c-epoll", 1, 1, 1, 1, 1), forks("epoll-lt", 1.02, 0.99, 1.03, 1.04, 1.02)))
                .containsExactly("epoll-lt: no difference from c-epoll seen in CPU per message"
                        + " (1.02×; 5 forks, 0.99–1.04).");
    }

    @Test
    void aRangeThatBeginsAtOneInPrintIsNoDifference() {
        assertThat(verdict(forks("a", 1, 1), forks("b", 1.004, 1.03))).containsExactly(
                "b: no difference from a seen in CPU per message (1.02×; 2 forks, 1.00–1.03, indicative).");
    }

    @Test
    void oneForkIsIndicativeAndHasNoRange() {
        assertThat(verdict(forks("a", 1), forks("b", 1.1))).containsExactly(
                "b costs 1.10× the CPU per message of a (1 fork, indicative).");
    }

    @Test
    void fewerThanFiveForksAreIndicativeToo() {
        assertThat(verdict(forks("a", 1, 1, 1), forks("b", 1.2, 1.1, 1.3))).containsExactly(
                "b costs 1.20× the CPU per message of a (3 forks, 1.10–1.30, indicative).");
    }

    @Test
    void eachServerButTheReferenceHasASentence() {
        assertThat(verdict(forks("a", 1), forks("b", 2), forks("c", 0.05))).containsExactly(
                "b costs 2.00× the CPU per message of a (1 fork, indicative).",
                "c costs 0.050× the CPU per message of a (1 fork, indicative).");
    }

    @Test
    void aServerThatChangesTheGeneratorsCostIsJudgedByItsOwnCpu() {
        List<Sample> samples = new ArrayList<>();
        for (int fork = 1; fork <= 5; fork++) {
            samples.add(sample("a", fork, 1000, 1000));
            samples.add(sample("poll", fork, 21_000, 1500));
        }
        assertThat(ComparisonVerdict.of(ComparisonFigures.of(List.of("a", "poll"), samples), Set.of()))
                .containsExactly("poll costs 21.0× the CPU per message of a (5 forks, 21.0–21.0). By server CPU alone:"
                        + " the generator's own messages cost 1.50× as much with poll, so RATIO misleads.");
    }

    @Test
    void aSingleForkMustShowMoreOfThatToBeBelieved() {
        List<Sample> samples = List.of(sample("a", 1, 1000, 1000), sample("b", 1, 2000, 1200));
        assertThat(ComparisonVerdict.of(ComparisonFigures.of(List.of("a", "b"), samples), Set.of()))
                .containsExactly("b costs 1.67× the CPU per message of a (1 fork, indicative).");
    }

    @Test
    void aCopyOfTheReferenceTellsWhatTheMachineMakes() {
        List<Sample> samples = join(forks("a", 1, 1), forks("a#2", 0.98, 1.04), forks("b", 1.01, 1.03),
                forks("c", 1.05, 1.07));
        List<ComparisonFigures> figures = ComparisonFigures.of(List.of("a", "a#2", "b", "c"), samples);
        assertThat(ComparisonVerdict.of(figures, Set.of("a#2"))).containsExactly(
                "a#2 is a again: no difference seen (1.01×; 2 forks, 0.98–1.04, indicative), as it should be.",
                "b: no difference from a seen beyond that of a from itself (1.02×; 2 forks, 1.01–1.03, indicative).",
                "c costs 1.06× the CPU per message of a (2 forks, 1.05–1.07, indicative).");
    }

    @Test
    void aCopyThatDiffersIsTheMachinesDoing() {
        List<ComparisonFigures> figures = ComparisonFigures.of(List.of("a", "a#2"),
                join(forks("a", 1, 1), forks("a#2", 1.02, 1.04)));
        assertThat(ComparisonVerdict.of(figures, Set.of("a#2"))).containsExactly(
                "a#2 is a again: the machine alone makes a difference (1.03×; 2 forks, 1.02–1.04, indicative).");
    }

    @Test
    void nothingMeasuredIsNoSentence() {
        assertThat(ComparisonVerdict.of(ComparisonFigures.of(List.of("a", "b"), List.of()), Set.of())).isEmpty();
    }

    @Test
    void ratiosAreOfSlicesOfTheSameRoundSoThatADriftOfTheMachineIsInBoth() {
        List<Sample> samples = List.of(round(sample("a", 1, 1000, 1000), 1), round(sample("b", 1, 2000, 1000), 1),
                round(sample("b", 1, 6000, 1000), 2), round(sample("a", 1, 3000, 1000), 2));
        ComparisonFigures b = ComparisonFigures.of(List.of("a", "b"), samples).getLast();
        assertThat(b.ratio().perFork()).containsExactly(2.0);
        assertThat(b.serverRatio().perFork()).containsExactly(2.0);
        assertThat(b.serverMicros().perFork()).containsExactly(0.04);
    }

    @Test
    void theRangeOfFiveForksHoldsTheMedianNinetyThreeTimesInAHundred() {
        assertThat(ComparisonNumbers.coverage(5)).isEqualTo(93.75);
        assertThat(ComparisonNumbers.coverage(2)).isEqualTo(50);
    }

    private static List<String> verdict(Measured... servers) {
        List<String> names = Arrays.stream(servers).map(Measured::server).toList();
        return ComparisonVerdict.of(ComparisonFigures.of(names, join(servers)), Set.of());
    }

    private static List<Sample> join(Measured... servers) {
        return Arrays.stream(servers).map(Measured::samples).flatMap(List::stream).toList();
    }

    /** A server's samples. */
    private record Measured(String server, List<Sample> samples) {}

    /** A sample a fork, with so much server CPU for each of the generator's. */
    private static Measured forks(String server, double... quotients) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < quotients.length; i++) {
            samples.add(sample(server, i + 1, Math.round(quotients[i] * 1_000_000), 1_000_000));
        }
        return new Measured(server, samples);
    }

    private static Sample sample(String server, int fork, long serverNanos, long generatorNanos) {
        return new Sample(server, fork, 1, 100, 1_000_000, serverNanos, generatorNanos, 20_000, 0);
    }

    private static Sample round(Sample sample, int round) {
        return new Sample(sample.server(), sample.fork(), round, sample.messages(), sample.nanos(),
                sample.serverCpuNanos(), sample.generatorCpuNanos(), sample.p50Nanos(), sample.allocatedBytes());
    }
}
