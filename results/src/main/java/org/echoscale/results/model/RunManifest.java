package org.echoscale.results.model;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a run is: the content of {@code run.json}, written before the first trial.
 *
 * @param schema version of the format, {@value #SCHEMA}
 * @param version version of the program that measured
 * @param startedAt when the run began
 * @param commandLine the words of the command line, without the program
 * @param plan what was asked for
 * @param subjects the servers, in the order of the plan
 * @param order server processes in the order in which they were to be started, each with its ladder
 * @param environment where it ran
 * @param nullTest what the load finds without a server with the most active connections of the plan; only in older results,
 *            which have no other. Read {@link #floors()}, which has either
 * @param nullTests the same with each number of active connections that is measured, from the fewest to the most; absent in older
 *            results, and when nothing was measured
 */
public record RunManifest(int schema, String version, Instant startedAt, List<String> commandLine, Plan plan,
        List<Subject> subjects, List<Visit> order, Environment environment, @Nullable NullTest nullTest,
        @Nullable List<NullTest> nullTests) {
    /** The version of the format that this code writes, and the newest it reads. */
    public static final int SCHEMA = 1;

    public RunManifest {
        Range.years("startedAt", startedAt);
        commandLine = List.copyOf(commandLine);
        subjects = List.copyOf(subjects);
        order = List.copyOf(order);
        nullTests = nullTests == null ? null : List.copyOf(nullTests);
    }

    /** What the load finds without a server, from the fewest active connections to the most; empty when that is not known. */
    public List<NullTest> floors() {
        return nullTests != null ? nullTests : nullTest != null ? List.of(nullTest) : List.of();
    }

    /**
     * One server process and the numbers of connections it is measured with, in this order.
     *
     * @param subject its name
     * @param fork which process of this subject, from 1
     * @param connections the ladder in the order of the visit
     */
    public record Visit(String subject, int fork, List<Integer> connections) {
        public Visit {
            Range.atLeast(1, "fork", fork);
            connections = List.copyOf(connections);
            connections.forEach(n -> Range.atLeast(1, "connections", n));
        }
    }

    /**
     * Where a run took place: what one must know to compare its figures with others. A fact that could not be read is
     * {@code unknown}; one that the program did not know of when it measured is absent.
     *
     * @param os name, release and version of the kernel
     * @param architecture of the CPU
     * @param cpuModel as the kernel names it
     * @param cpus CPUs that this process may use
     * @param memoryBytes memory of the machine
     * @param virtualization the hypervisor, when there is one
     * @param jvm vendor, name and version of the Java virtual machine
     * @param serverCpus CPUs that the server process was confined to; empty when it was not
     * @param generatorCpus CPUs that the generator's hot thread was pinned to; empty when it was not
     * @param openFilesLimit RLIMIT_NOFILE
     * @param facts further facts by name, listed in docs/results.md: sysctls, mitigations, clock source, limits, load, git commit
     */
    public record Environment(String os, String architecture, String cpuModel, int cpus, long memoryBytes,
            @Nullable String virtualization, String jvm, List<Integer> serverCpus, List<Integer> generatorCpus,
            long openFilesLimit, SortedMap<String, String> facts) {
        public Environment {
            serverCpus = List.copyOf(serverCpus);
            generatorCpus = List.copyOf(generatorCpus);
            Range.atLeast(1, "cpus", cpus);
            Range.atLeast(0, "memoryBytes", memoryBytes);
            serverCpus.forEach(cpu -> Range.atLeast(0, "serverCpus", cpu));
            generatorCpus.forEach(cpu -> Range.atLeast(0, "generatorCpus", cpu));
            Range.atLeast(0, "openFilesLimit", openFilesLimit);
        }
    }
}
