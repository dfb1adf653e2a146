package org.echoscale.results.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.echoscale.results.charts.Chart.Table;
import org.echoscale.results.model.Plan;
import org.echoscale.results.model.RunManifest;
import org.echoscale.results.model.RunManifest.Environment;
import org.echoscale.results.stats.Remark;
import org.echoscale.results.stats.Units;

/** What one must know beside the figures, as tables. */
final class Facts {
    private Facts() {}

    static Table environment(RunManifest run) {
        Environment e = run.environment();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("operating system", e.os()));
        rows.add(List.of("CPU", e.cpuModel() + " (" + e.architecture() + ")"));
        rows.add(List.of("CPUs usable", String.valueOf(e.cpus())));
        rows.add(List.of("server confined to", cpus(e.serverCpus())));
        rows.add(List.of("generator's thread pinned to", cpus(e.generatorCpus())));
        rows.add(List.of("memory", Units.digits(e.memoryBytes() / (double) (1 << 30)) + " GiB"));
        rows.add(List.of("virtualization", e.virtualization() == null ? "none known" : e.virtualization()));
        rows.add(List.of("Java", e.jvm()));
        rows.add(List.of("open files allowed", Units.count((double) e.openFilesLimit())));
        e.facts().forEach((name, value) -> rows.add(List.of(name, value)));
        return new Table(List.of("fact", "value"), rows);
    }

    private static String cpus(List<Integer> cpus) {
        return cpus.isEmpty()
                ? "none: it could run anywhere"
                : "CPU " + cpus.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    static Table plan(RunManifest run) {
        Plan p = run.plan();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("plan", p.name()));
        rows.add(List.of("connections open",
                p.connections().stream().map(Units::count).collect(Collectors.joining(", "))));
        rows.add(List.of("of those active", Units.count(p.active())));
        rows.add(List.of("message", Units.count(p.payloadBytes()) + " bytes"));
        rows.add(List.of("closed loop", p.closedDepth() == null
                ? "none"
                : Units.count(p.closedDepth()) + " outstanding on each active connection"));
        rows.add(List.of("open loop",
                p.openRatePerSecond() == null ? "none" : Units.count(p.openRatePerSecond()) + " messages a second"));
        rows.add(List.of("forks", p.forks() + " server processes per transport"));
        rows.add(List.of("measured", seconds(p.durationNanos()) + " each time"));
        rows.add(List.of("warm-up", "until steady, at most " + seconds(p.maxWarmUpNanos()) + " a server process"));
        rows.add(List.of("seed", String.valueOf(p.seed())));
        rows.add(List.of("started", run.startedAt().toString()));
        rows.add(List.of("echoscale", run.version()));
        return new Table(List.of("parameter", "value"), rows);
    }

    private static String seconds(long nanos) {
        return Units.digits(Duration.ofNanos(nanos).toMillis() / 1000.0) + " s";
    }

    static Table subjects(RunManifest run) {
        return new Table(List.of("server", "mechanism", "JVM arguments"), run.subjects()
                .stream()
                .map(
                        subject -> List.of(subject.name(), subject.mechanism(),
                                String.join(" ", subject.jvmArguments())))
                .toList());
    }

    static Table remarks(List<Remark> remarks) {
        return new Table(List.of("server", "connections", "load", "outcome", "trials", "reason"),
                remarks.stream()
                        .map(r -> List.of(r.subject(), Units.count(r.connections()), r.loads(), r.word(),
                                r.trials() + " of " + r.of(), r.text()))
                        .toList());
    }

    /** The command that measures the same again, for a shell. */
    static String command(RunManifest run) {
        return "./echoscale " + run.commandLine().stream().map(Facts::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:,=+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
