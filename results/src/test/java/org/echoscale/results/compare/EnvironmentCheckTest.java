package org.echoscale.results.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.echoscale.results.model.RunManifest;
import org.echoscale.results.model.RunManifest.Environment;
import org.echoscale.results.model.Subject;
import org.echoscale.results.testdata.SyntheticRun;
import org.echoscale.results.testdata.SyntheticRun.Cost;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EnvironmentCheckTest {
    private static final RunManifest RUN = new SyntheticRun().subject("made-up", Cost.flat(6))
            .fact("clocksource", "tsc")
            .fact("mitigation.made-up", "Vulnerable")
            .manifest();

    record Changed(String field, UnaryOperator<Environment> change) {
        @Override
        public String toString() {
            return field;
        }
    }

    static Stream<Changed> everyFieldOfTheEnvironment() {
        return Stream.of(
                new Changed("kernel", e -> new Environment("Other OS", e.architecture(), e.cpuModel(), e.cpus(),
                        e.memoryBytes(), e.virtualization(), e.jvm(), e.serverCpus(), e.generatorCpus(),
                        e.openFilesLimit(), e.facts())),
                new Changed("architecture", e -> new Environment(e.os(), "other", e.cpuModel(), e.cpus(),
                        e.memoryBytes(), e.virtualization(), e.jvm(), e.serverCpus(), e.generatorCpus(),
                        e.openFilesLimit(), e.facts())),
                new Changed("CPU model", e -> new Environment(e.os(), e.architecture(), "Other CPU", e.cpus(),
                        e.memoryBytes(), e.virtualization(), e.jvm(), e.serverCpus(), e.generatorCpus(),
                        e.openFilesLimit(), e.facts())),
                new Changed("CPUs", e -> new Environment(e.os(), e.architecture(), e.cpuModel(), 96, e.memoryBytes(),
                        e.virtualization(), e.jvm(), e.serverCpus(), e.generatorCpus(), e.openFilesLimit(),
                        e.facts())),
                new Changed("memory", e -> new Environment(e.os(), e.architecture(), e.cpuModel(), e.cpus(),
                        e.memoryBytes() * 2, e.virtualization(), e.jvm(), e.serverCpus(), e.generatorCpus(),
                        e.openFilesLimit(), e.facts())),
                new Changed("virtualization", e -> new Environment(e.os(), e.architecture(), e.cpuModel(), e.cpus(),
                        e.memoryBytes(), null, e.jvm(), e.serverCpus(), e.generatorCpus(), e.openFilesLimit(),
                        e.facts())),
                new Changed("JDK", e -> new Environment(e.os(), e.architecture(), e.cpuModel(), e.cpus(),
                        e.memoryBytes(), e.virtualization(), "Other VM 26", e.serverCpus(), e.generatorCpus(),
                        e.openFilesLimit(), e.facts())),
                new Changed("CPUs of the server", e -> new Environment(e.os(), e.architecture(), e.cpuModel(),
                        e.cpus(), e.memoryBytes(), e.virtualization(), e.jvm(), List.of(), e.generatorCpus(),
                        e.openFilesLimit(), e.facts())),
                new Changed("CPU of the generator", e -> new Environment(e.os(), e.architecture(), e.cpuModel(),
                        e.cpus(), e.memoryBytes(), e.virtualization(), e.jvm(), e.serverCpus(), List.of(0),
                        e.openFilesLimit(), e.facts())),
                new Changed("open files allowed", e -> new Environment(e.os(), e.architecture(), e.cpuModel(),
                        e.cpus(), e.memoryBytes(), e.virtualization(), e.jvm(), e.serverCpus(), e.generatorCpus(),
                        1_024, e.facts())),
                new Changed("clocksource", e -> withFact(e, "clocksource", "hpet")),
                new Changed("mitigation.made-up", e -> withFact(e, "mitigation.made-up", "Mitigation: made up")));
    }

    @ParameterizedTest
    @MethodSource("everyFieldOfTheEnvironment")
    void aFieldThatDiffersIsAReasonByItsNameWithBothValues(Changed changed) {
        RunManifest other = in(changed.change().apply(RUN.environment()));
        EnvironmentCheck check = EnvironmentCheck.of(RUN, other);
        assertThat(check.passes()).isFalse();
        assertThat(check.differences()).singleElement().satisfies(difference -> {
            assertThat(difference.field()).isEqualTo(changed.field());
            assertThat(difference.a()).isNotEqualTo(difference.b());
            assertThat(difference.toString()).startsWith(changed.field() + ": A ").contains(", B ");
        });
        assertThat(EnvironmentCheck.of(other, RUN).differences()).hasSize(1);
    }

    @Test
    void theSameEnvironmentPasses() {
        EnvironmentCheck check = EnvironmentCheck.of(RUN, RUN);
        assertThat(check.passes()).isTrue();
        assertThat(check.shown()).isEmpty();
        assertThat(check.unchecked()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"git.commit|0123456789ab|0123456789ab-dirty",
        "load|0.1 0.2 0.3 1/99 7|9 9 9 3/99 8",
        "uptime|10 s|90000 s", "memory.available|1000 kB|9000 kB", "fs.file-max|1000000|1000900",
        "net.ipv4.tcp_mem|190000 250000 380000|190100 250100 380100",
        "limit.processes|1000 (hard 2000)|1001 (hard 2001)"})
    void whatDiffersInEveryRunIsShownAndNoReason(String fact, String a, String b) {
        EnvironmentCheck check = EnvironmentCheck.of(in(withFact(RUN.environment(), fact, a)),
                in(withFact(RUN.environment(), fact, b)));
        assertThat(check.passes()).isTrue();
        assertThat(check.shown()).containsExactly(new Difference(fact, a, b));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"fs.file-max|1000000|1200000", "net.ipv4.tcp_mem|190000 250000|190000",
        "net.core.somaxconn|4096|4097", "limit.open_files|1000 (hard 2000)|1000 (hard unlimited)",
        "limit.processes|1000 (hard 2000)|unlimited (hard unlimited)", "governor|unknown|performance"})
    void aSettingThatDiffersIsAReasonAlsoAgainstUnknown(String fact, String a, String b) {
        EnvironmentCheck check = EnvironmentCheck.of(in(withFact(RUN.environment(), fact, a)),
                in(withFact(RUN.environment(), fact, b)));
        assertThat(check.differences()).containsExactly(new Difference(fact, a, b));
    }

    @Test
    void aFactThatOneRunDidNotRecordCannotBeChecked() {
        EnvironmentCheck check = EnvironmentCheck.of(RUN, in(withFact(RUN.environment(), "seccomp", "2")));
        assertThat(check.passes()).isTrue();
        assertThat(check.unchecked()).containsExactly(new Difference("seccomp", "not recorded", "2"));
    }

    @Test
    void flagsOfAServerThatBothHaveAreAReasonAndThoseOfOthersAreNot() {
        Subject flagged = new Subject("made-up", Subject.Kind.BUILT_IN, "made up", List.of("-XX:+UseZGC"));
        Subject another = new Subject("another", Subject.Kind.BUILT_IN, "made up", List.of("-XX:+UseZGC"));
        RunManifest other = new RunManifest(RUN.schema(), RUN.version(), RUN.startedAt(), RUN.commandLine(),
                RUN.plan(), List.of(flagged, another), RUN.order(), RUN.environment(), null,
                null);
        assertThat(EnvironmentCheck.of(RUN, other).differences())
                .containsExactly(new Difference("JVM flags of made-up", "-Dmade.up=true", "-XX:+UseZGC"));
    }

    @Test
    void otherCpusOfAnExternalServerAreAReasonAndAnotherProcessIsNone() {
        RunManifest one = with(external("process 4711, on CPUs 0", "0"));
        assertThat(EnvironmentCheck.of(one, with(external("process 4712, on CPUs 0-1", "0-1"))).differences())
                .containsExactly(new Difference("CPUs of mine", "0", "0-1"));
        EnvironmentCheck same = EnvironmentCheck.of(one, with(external("process 4712, on CPUs 0", "0")));
        assertThat(same.passes()).isTrue();
        assertThat(same.unchecked()).isEmpty();
    }

    @Test
    void cpusThatAnOlderRunDidNotRecordCannotBeChecked() {
        EnvironmentCheck check = EnvironmentCheck.of(with(external("process 4711, on CPUs 0", null)),
                with(external("process 4712, on CPUs 0", "0")));
        assertThat(check.passes()).isTrue();
        assertThat(check.unchecked()).containsExactly(new Difference("CPUs of mine", "not recorded", "0"));
    }

    private static Subject external(String mechanism, @Nullable String cpus) {
        return new Subject("mine", Subject.Kind.EXTERNAL, mechanism, List.of(), null, cpus);
    }

    private static RunManifest with(Subject subject) {
        return new RunManifest(RUN.schema(), RUN.version(), RUN.startedAt(), RUN.commandLine(), RUN.plan(),
                List.of(subject), RUN.order(), RUN.environment(), RUN.nullTest(), RUN.nullTests());
    }

    private static Environment withFact(Environment e, String name, String value) {
        TreeMap<String, String> facts = new TreeMap<>(e.facts());
        facts.put(name, value);
        return new Environment(e.os(), e.architecture(), e.cpuModel(), e.cpus(), e.memoryBytes(), e.virtualization(),
                e.jvm(), e.serverCpus(), e.generatorCpus(), e.openFilesLimit(), facts);
    }

    private static RunManifest in(Environment environment) {
        return new RunManifest(RUN.schema(), RUN.version(), RUN.startedAt(), RUN.commandLine(), RUN.plan(),
                RUN.subjects(), RUN.order(), environment, null, RUN.nullTests());
    }
}
