package org.echoscale.bench.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
                List.of(10, 100, 1_000, 10_000), 64, 64, 1, 10_000.0, 1, 2_000_000_000L, 5_000_000_000L, 7,
                Waiting.HYBRID));
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
    void eitherLoopCanBeSwitchedOff() {
        assertThat(resolve(PlanKey.DEPTH, "none").closedDepth()).isNull();
        assertThat(resolve(PlanKey.RATE, "none").openRatePerSecond()).isNull();
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
                        "my.plan:2: forks: 'many' is not a count from 1 to 2147483647 (units: k and M; try 10, 1k or 10k)");
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
