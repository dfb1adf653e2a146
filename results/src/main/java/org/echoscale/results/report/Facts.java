package org.echoscale.results.report;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.echoscale.results.charts.Chart.Table;
import org.echoscale.results.compare.Conditions;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Plan;
import org.echoscale.results.model.RunManifest;
import org.echoscale.results.model.RunManifest.Environment;
import org.echoscale.results.model.Subject;
import org.echoscale.results.stats.Remark;
import org.echoscale.results.stats.Units;
import org.jspecify.annotations.Nullable;

/** What one must know beside the figures, as tables. */
final class Facts {
    private Facts() {}

    /**
     * @param meanwhile what went on while the run was measured
     */
    static Table environment(RunManifest run, Conditions meanwhile) {
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
        rows.add(during("steal", Meanwhile.steal(meanwhile)));
        rows.add(during("CPU of other processes", Meanwhile.otherCpu(meanwhile)));
        rows.add(during("load average", Meanwhile.loadAverage(meanwhile)));
        rows.add(during("trials held back by a control group", Meanwhile.throttledTrials(meanwhile)));
        e.facts().forEach((name, value) -> rows.add(List.of(name, value)));
        return new Table(List.of("fact", "value"), rows);
    }

    private static List<String> during(String what, @Nullable String value) {
        return List.of(what + ", during the run", value == null ? "unknown" : value);
    }

    private static String cpus(List<Integer> cpus) {
        return cpus.isEmpty()
                ? "none: it could run anywhere"
                : "CPU " + cpus.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    static Table plan(RunManifest run) {
        Plan p = run.plan();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("plan", new CommandLine(run).plan()));
        rows.add(List.of("connections open",
                p.connections().stream().map(Units::count).collect(Collectors.joining(", "))));
        rows.add(List.of("of those active", active(p)));
        rows.add(List.of("message", Units.count(p.payloadBytes()) + (p.payloadBytes() == 1 ? " byte" : " bytes")));
        rows.add(List.of("closed loop", p.closedDepth() == null
                ? "none"
                : Units.count(p.closedDepth()) + (p.closedDepth() == 1 ? " message" : " messages")
                        + " outstanding on each active connection"));
        rows.add(List.of("open loop", p.openLoop().map(Facts::open).orElse("none")));
        if (p.churnMessages() != null) {
            rows.add(List.of("churn", Units.count(p.churnMessages())
                    + (p.churnMessages() == 1 ? " message" : " messages")
                    + " on each active connection, then a new one"));
        }
        rows.add(List.of("forks",
                p.forks() + (p.forks() == 1 ? " server process" : " server processes") + " per transport"));
        rows.add(List.of("measured", seconds(p.durationNanos()) + " each time"));
        rows.add(List.of("warm-up", "until steady, at most " + seconds(p.maxWarmUpNanos()) + " a server process"));
        rows.add(List.of("seed", String.valueOf(p.seed())));
        rows.add(List.of("started", started(run)));
        rows.add(List.of("echoscale", run.version()));
        return new Table(List.of("parameter", "value"), rows);
    }

    private static String open(Load.Open open) {
        return Units.count(open.ratePerSecond()) + " messages a second" + switch (open.schedule()) {
            case CONSTANT -> "";
            case POISSON -> ", independent of each other (Poisson)";
            case BURST -> ", in bursts of " + open.burst();
        };
    }

    private static String active(Plan p) {
        return p.activeShare() == null
                ? Units.count(p.active())
                : Units.percent(p.activeShare()) + ", 1 at least";
    }

    /** To the second. */
    static String started(RunManifest run) {
        return run.startedAt().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String seconds(long nanos) {
        return Units.digits(Duration.ofNanos(nanos).toMillis() / 1000.0) + " s";
    }

    /** Servers with the JVM arguments that not all of them have. */
    static Table subjects(RunManifest run) {
        List<String> common = common(run);
        return new Table(List.of("server", "mechanism", common.isEmpty() ? "JVM arguments" : "further JVM arguments"),
                run.subjects()
                        .stream()
                        .map(subject -> List.of(subject.name(), subject.mechanism(),
                                subject.jvmArguments()
                                        .stream()
                                        .distinct()
                                        .filter(word -> !common.contains(word))
                                        .collect(Collectors.joining(" "))))
                        .toList());
    }

    /** The JVM arguments that all servers have. */
    static Optional<String> commonArguments(RunManifest run) {
        return Optional.of(String.join(" ", common(run))).filter(words -> !words.isEmpty());
    }

    private static List<String> common(RunManifest run) {
        List<Subject> subjects = run.subjects();
        return subjects.size() < 2
                ? List.of()
                : subjects.getFirst()
                        .jvmArguments()
                        .stream()
                        .distinct()
                        .filter(word -> subjects.stream().allMatch(subject -> subject.jvmArguments().contains(word)))
                        .toList();
    }

    static Table remarks(List<Remark> remarks) {
        return new Table(List.of("server", "connections", "load", "outcome", "trials", "reason"),
                remarks.stream()
                        .map(r -> List.of(r.subject(), Units.count(r.connections()), r.loads(), r.word(),
                                r.trials() + " of " + r.of(), r.text()))
                        .toList());
    }
}
