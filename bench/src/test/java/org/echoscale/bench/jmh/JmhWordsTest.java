package org.echoscale.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.Options;

class JmhWordsTest {
    private static final List<String> LAUNCHER = List.of("--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow", "-XX:+UseSerialGC");

    @Test
    void whatIsLeftOpenIsAddedBehindTheUsersWords() throws CommandLineOptionException {
        JmhWords completed = words("RoundTrip", "-f", "1").completed(List.of("epoll-et", "poll"));
        assertThat(completed.words()).containsExactly("RoundTrip", "-f", "1", "-foe", "true", "-prof",
                "org.echoscale.bench.jmh.CpuProfiler", "-p", "transport=epoll-et,poll");
        assertThat(completed.options().shouldFailOnError().get()).isTrue();
        assertThat(completed.options().getParameter("transport").get()).containsExactly("epoll-et", "poll");
    }

    @Test
    void whatTheUserSaysIsLeftAsItIs() throws CommandLineOptionException {
        JmhWords asked = words("-foe", "false", "-p", "transport=select", "-prof",
                "org.echoscale.bench.jmh.CpuProfiler", "-prof", "gc");
        assertThat(asked.completed(List.of("epoll-et")).words()).isEqualTo(asked.words());
        assertThat(asked.transports()).contains(List.of("select"));
    }

    @Test
    void theMostConnectionsAreThoseOfTheSuitesAskedFor() throws CommandLineOptionException {
        assertThat(words("IdleAndActive").mostConnections()).isEqualTo(10_000);
        assertThat(words("IdleAndActive", "-p", "connections=7,300").mostConnections()).isEqualTo(300);
        assertThat(words("RoundTrip", "Churn", "-p", "connections=300").mostConnections()).isZero();
        assertThat(words("RoundTrip").hasServers()).isTrue();
        assertThat(words("Recorder", "Codec", "SyscallOverhead", "TraceCost", "Registration").hasServers()).isFalse();
        assertThat(words("-e", "RoundTrip|IdleAndActive|Churn").mostConnections()).isZero();
    }

    @Test
    void aForkInheritsWhatItsParentWasStartedWith() throws CommandLineOptionException {
        Options options = words("Codec").forRun(LAUNCHER, List.of());
        assertThat(options.getJvmArgs().hasValue()).isFalse();
        assertThat(options.getJvmArgsPrepend().hasValue()).isFalse();
    }

    @Test
    void aForkWithArgumentsOfTheUsersGetsWhatItCannotDoWithout() throws CommandLineOptionException {
        assertThat(words("-jvmArgs", "-Xmx1g -Xss1m").forRun(LAUNCHER, List.of()).getJvmArgsPrepend().get())
                .containsExactlyElementsOf(JmhWords.NEEDED_BY_JVM);
        assertThat(words("-jvmArgsPrepend", "-Xmx1g -Xss1m").forRun(List.of(), List.of()).getJvmArgsPrepend().get())
                .containsExactly(JmhWords.NEEDED_BY_JVM.get(0), JmhWords.NEEDED_BY_JVM.get(1), "-Xmx1g", "-Xss1m");
        assertThat(
                words("Codec").forRun(LAUNCHER, List.of(Path.of("a.jar"), Path.of("b.jar"))).getJvmArgsPrepend().get())
                .containsExactly("-Dechoscale.plugins=a.jar:b.jar");
        assertThat(words("-jvmArgs", String.join(" ", LAUNCHER)).forRun(List.of(), List.of())
                .getJvmArgsPrepend()
                .hasValue())
                .isFalse();
    }

    @Test
    void anOptionThatJmhDoesNotKnowIsRefused() {
        assertThatThrownBy(() -> words("--forks", "5")).isInstanceOf(CommandLineOptionException.class)
                .hasMessageContaining("forks");
    }

    private static JmhWords words(String... words) throws CommandLineOptionException {
        return JmhWords.of(List.of(words));
    }
}
