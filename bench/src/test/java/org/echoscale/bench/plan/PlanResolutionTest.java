package org.echoscale.bench.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Plan;
import org.echoscale.results.model.Waiting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanResolutionTest {
    private static final List<String> KNOWN = List.of("epoll-et", "poll", "select");

    @Test
    void withoutAFileOrFlagsTheDefaultsAreInForce() {
        assertThat(PlanResolution.resolve("bare", PlanLayer.defaults(7), KNOWN)).isEqualTo(new Plan("bare", KNOWN,
                List.of(10, 100, 1_000, 10_000), 64, null, 64, 1, 10_000.0, Load.Schedule.CONSTANT, null, null, 1,
                2_000_000_000L, 5_000_000_000L, 7, Waiting.HYBRID));
    }

    @Test
    void aWayOfWaitingIsOneOfThree() {
        assertThat(resolve(PlanKey.WAITING, "block").waiting()).isEqualTo(Waiting.BLOCK);
        assertThatThrownBy(() -> resolve(PlanKey.WAITING, "spinn"))
                .hasMessage("--waiting: 'spinn' is not a way of waiting; nearest: spin; known: hybrid, spin, block");
    }

    @Test
    void aFlagBeatsTheFileAndTheFileBeatsTheDefault() {
        PlanLayer file = PlanFile.parse("my.plan", "forks = 3\nactive = 8").layer();
        PlanLayer flags = flags(PlanKey.FORKS, "5");
        Plan plan = PlanResolution.resolve("my", flags.over(file).over(PlanLayer.defaults(1)), KNOWN);
        assertThat(plan.forks()).isEqualTo(5);
        assertThat(plan.active()).isEqualTo(8);
        assertThat(plan.payloadBytes()).isEqualTo(64);
    }

    @Test
    void unitsAreParsedInEveryLayer() {
        PlanLayer file = PlanFile.parse("my.plan", "connections = 10, 1k, 1.5k\npayload = 4KiB\nduration = 500ms")
                .layer();
        PlanLayer flags = flags(PlanKey.RATE, "20k/s");
        Plan plan = PlanResolution.resolve("my", flags.over(file).over(PlanLayer.defaults(1)), KNOWN);
        assertThat(plan.connections()).containsExactly(10, 1_000, 1_500);
        assertThat(plan.payloadBytes()).isEqualTo(4_096);
        assertThat(plan.durationNanos()).isEqualTo(500_000_000);
        assertThat(plan.openRatePerSecond()).isEqualTo(20_000);
    }

    @Test
    void theActiveConnectionsAreANumberOrAShareOfThoseOpen() {
        Plan constant = resolve(PlanKey.ACTIVE, "64");
        assertThat(constant.activeShare()).isNull();
        assertThat(List.of(constant.activeOf(1), constant.activeOf(10), constant.activeOf(10_000)))
                .containsExactly(1, 10, 64);
        Plan share = resolve(PlanKey.ACTIVE, "10%");
        assertThat(share.activeShare()).isEqualTo(0.1);
        assertThat(share.active()).isEqualTo(1_000);
        assertThat(List.of(share.activeOf(1), share.activeOf(10), share.activeOf(15), share.activeOf(10_000)))
                .containsExactly(1, 1, 2, 1_000);
    }

    @Test
    void theDepthOfAShareIsBoundedByTheMostConnectionsActive() {
        assertThatThrownBy(() -> PlanResolution.resolve("test",
                flags(PlanKey.DEPTH, "1024").over(flags(PlanKey.ACTIVE, "100%")).over(PlanLayer.defaults(1)), KNOWN))
                .hasMessage(
                        "--depth: 1024 is more than 64, the most messages that can be timed on each of 10000 active "
                                + "connections");
    }

    @Test
    void eitherLoopCanBeSwitchedOff() {
        assertThat(resolve(PlanKey.DEPTH, "none").closedDepth()).isNull();
        assertThat(resolve(PlanKey.RATE, "none").openRatePerSecond()).isNull();
    }

    @Test
    void theOpenLoopFollowsTheSchedule() {
        assertThat(resolve(PlanKey.SCHEDULE, "poisson").loads()).containsExactly(new Load.Closed(1),
                new Load.Open(10_000, Load.Schedule.POISSON));
        assertThat(resolve(PlanKey.SCHEDULE, "burst:16").loads()).containsExactly(new Load.Closed(1),
                new Load.Open(10_000, Load.Schedule.BURST, 16));
    }

    @Test
    void churnIsOneMoreLoadAndMayBeTheOnlyOne() {
        assertThat(resolve(PlanKey.CHURN, "10").loads()).last().isEqualTo(new Load.Churn(10));
        assertThat(PlanResolution.resolve("test", flags(PlanKey.CHURN, "1").over(flags(PlanKey.RATE, "none"))
                .over(flags(PlanKey.DEPTH, "none"))
                .over(PlanLayer.defaults(1)), KNOWN).loads()).containsExactly(new Load.Churn(1));
    }

    @Test
    void aScheduleWithoutAnOpenLoopIsAMistakeUnlessThePlanHasIt() {
        PlanLayer without = flags(PlanKey.RATE, "none").over(PlanLayer.defaults(1));
        assertThatThrownBy(
                () -> PlanResolution.resolve("test", flags(PlanKey.SCHEDULE, "poisson").over(without), KNOWN))
                .hasMessage("--schedule: needs a rate: only an open loop has a schedule");
        PlanLayer file = PlanFile.parse("my.plan", "schedule = poisson").layer();
        assertThat(PlanResolution.resolve("test", flags(PlanKey.RATE, "none").over(file).over(PlanLayer.defaults(1)),
                KNOWN).loads()).containsExactly(new Load.Closed(1));
        PlanLayer wrong = PlanFile.parse("my.plan", "schedule = possion").layer();
        assertThatThrownBy(() -> PlanResolution.resolve("test",
                flags(PlanKey.RATE, "none").over(wrong).over(PlanLayer.defaults(1)), KNOWN))
                .hasMessageStartingWith("my.plan:1: schedule: 'possion' is not a schedule; nearest: poisson");
    }

    @Test
    void switchingBothLoopsOffIsAnError() {
        PlanLayer layer = PlanFile.parse("my.plan", "depth = none\nrate = none").layer();
        assertThatThrownBy(() -> PlanResolution.resolve("my", layer.over(PlanLayer.defaults(1)), KNOWN))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageStartingWith("my.plan:1 and my.plan:2: depth and rate are both 'none'");
    }

    @Test
    void transportsAreTheNamedOnesOrAll() {
        assertThat(resolve(PlanKey.TRANSPORT, "poll, select").transports()).containsExactly("poll", "select");
        assertThat(resolve(PlanKey.TRANSPORT, "all").transports()).containsExactlyElementsOf(KNOWN);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "TRANSPORT|pol|--transport: no transport is named 'pol'; nearest: poll; known: epoll-et, poll, select",
        "TRANSPORT|poll,|--transport: no transport is named ''; known: epoll-et, poll, select",
        "TRANSPORT|poll,poll|--transport: 'poll' is listed twice",
        "CONNECTIONS|10,1o|--connections: '1o' is not a count from 1 to 2147483647 (units: k and M; try 10, 1k or 10k)",
        "CONNECTIONS|1000,1k|--connections: '1k' is listed twice",
        "ACTIVE|0|--active: '0' is not a count from 1 to 2147483647 (units: k and M; try 10, 1k or 10k)",
        "ACTIVE|0%|--active: '0%' is not a share above 0% and up to 100% (try 10%, or a count: 64)",
        "ACTIVE|140%|--active: '140%' is not a share above 0% and up to 100% (try 10%, or a count: 64)",
        "ACTIVE|-5%|--active: '-5%' is not a share above 0% and up to 100% (try 10%, or a count: 64)",
        "ACTIVE|10%,20%|--active: '10%,20%' is not a share above 0% and up to 100% (try 10%, or a count: 64)",
        "SCHEDULE|possion|--schedule: 'possion' is not a schedule; nearest: poisson; known: constant, poisson, burst:16 (16 at a time)",
        "SCHEDULE|burst:1|--schedule: burst 1 < 2",
        "CHURN|0|--churn: '0' is not a count from 1 to 2147483647 (units: k and M; try 10, 1k or 10k)",
        "PAYLOAD|64q|--payload: '64q' is not a size in bytes from 1 to 2147483647 (units: B, kB, MB, KiB and MiB; try 64, 64B, 4KiB or 1MB)",
        "RATE|fast|--rate: 'fast' is not a rate above 0 (units: k and M, with or without /s; try 500, 20k or 20k/s)",
        "DURATION|2|--duration: '2' is not a duration with its unit (units: ns, us, ms, s and m (min); try 2s, 500ms or 1m)",
        "SEED|x|--seed: 'x' is not a seed (any whole number)"})
    void aWrongFlagNamesItselfTheValueAndWhatToDo(PlanKey key, String text, String message) {
        assertThatThrownBy(() -> resolve(key, text)).isInstanceOf(InvalidPlanException.class).hasMessage(message);
    }

    @Test
    void aWrongValueInAFileNamesFileLineAndKey() {
        PlanLayer layer = PlanFile.parse("my.plan", "\nforks = many").layer().over(PlanLayer.defaults(1));
        assertThatThrownBy(() -> PlanResolution.resolve("my", layer, KNOWN)).isInstanceOf(InvalidPlanException.class)
                .hasMessage(
                        "my.plan:2: forks: 'many' is not a count from 1 to 1000");
    }

    private static Plan resolve(PlanKey key, String text) {
        return PlanResolution.resolve("test", flags(key, text).over(PlanLayer.defaults(1)), KNOWN);
    }

    private static PlanLayer flags(PlanKey key, String text) {
        Map<PlanKey, Setting> settings = new EnumMap<>(PlanKey.class);
        settings.put(key, new Setting(text, key.flag()));
        return PlanLayer.of(settings);
    }
}
