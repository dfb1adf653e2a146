package org.echoscale.results.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.echoscale.results.model.RunManifest;
import org.echoscale.results.model.RunManifest.Environment;
import org.echoscale.results.model.Subject;
import org.jspecify.annotations.Nullable;

/**
 * Whether two runs took place in the same environment.
 *
 * @param differences each is a reason not to compare them
 * @param shown what differs and is no reason: it does so in every run, or within 2 % as it follows from the memory
 * @param unchecked what only one of them recorded, as runs of an older version do: nobody knows whether it differs
 */
public record EnvironmentCheck(List<Difference> differences, List<Difference> shown, List<Difference> unchecked) {
    /** Different in every run of the same machine. */
    private static final Set<String> ALWAYS_DIFFERENT = Set.of("git.commit", "load", "memory.available", "uptime");
    /** What the kernel derives from the memory it finds, which is not to the byte the same after each start. */
    private static final Set<String> SIZED = Set.of("memory", "fs.epoll.max_user_watches", "fs.file-max",
            "kernel.threads-max", "limit.processes", "net.ipv4.tcp_max_tw_buckets", "net.ipv4.tcp_mem",
            "net.netfilter.nf_conntrack_max");
    private static final double SAME_SIZE = 0.02;

    public EnvironmentCheck {
        differences = List.copyOf(differences);
        shown = List.copyOf(shown);
        unchecked = List.copyOf(unchecked);
    }

    /** Whether nothing speaks against comparing the two. */
    public boolean passes() {
        return differences.isEmpty();
    }

    /** The same with further reasons. */
    EnvironmentCheck with(List<Difference> further) {
        List<Difference> all = new ArrayList<>(differences);
        all.addAll(further);
        return new EnvironmentCheck(all, shown, unchecked);
    }

    static EnvironmentCheck of(RunManifest a, RunManifest b) {
        Map<String, String> first = fields(a.environment());
        Map<String, String> second = fields(b.environment());
        for (Subject one : a.subjects()) {
            for (Subject other : b.subjects()) {
                if (one.name().equals(other.name())) { // of servers that are in both
                    first.putAll(fields(one));
                    second.putAll(fields(other));
                }
            }
        }
        Set<String> names = new LinkedHashSet<>(first.keySet());
        names.addAll(new TreeSet<>(second.keySet()));
        List<Difference> differences = new ArrayList<>();
        List<Difference> shown = new ArrayList<>();
        List<Difference> unchecked = new ArrayList<>();
        for (String name : names) {
            String one = first.get(name);
            String other = second.get(name);
            if (one == null || other == null) {
                unchecked.add(new Difference(name, one == null ? Difference.ABSENT : one,
                        other == null ? Difference.ABSENT : other));
            } else if (!one.equals(other)) {
                Difference difference = new Difference(name, one, other);
                (ALWAYS_DIFFERENT.contains(name) || (SIZED.contains(name) && sameSize(one, other))
                        ? shown
                        : differences).add(difference);
            }
        }
        return new EnvironmentCheck(differences, shown, unchecked);
    }

    private static Map<String, String> fields(Environment e) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("kernel", e.os());
        fields.put("architecture", e.architecture());
        fields.put("CPU model", e.cpuModel());
        fields.put("CPUs", String.valueOf(e.cpus()));
        fields.put("memory", String.valueOf(e.memoryBytes()));
        fields.put("virtualization", text(e.virtualization()));
        fields.put("JDK", e.jvm());
        fields.put("CPUs of the server", e.serverCpus().toString());
        fields.put("CPU of the generator", e.generatorCpus().toString());
        fields.put("open files allowed", String.valueOf(e.openFilesLimit()));
        fields.putAll(e.facts());
        return fields;
    }

    private static String text(@Nullable String virtualization) {
        return virtualization == null ? "none known" : virtualization;
    }

    /** Not what it rests on, which names the process of an external server: that is another one in each run. */
    private static Map<String, String> fields(Subject server) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("JVM flags of " + server.name(), String.join(" ", server.jvmArguments()));
        if (server.allowedCpus() != null) {
            fields.put("CPUs of " + server.name(), server.allowedCpus());
        }
        return fields;
    }

    /** Whether two texts are as many numbers, each within 2 % of its counterpart, and otherwise the same. */
    static boolean sameSize(String a, String b) {
        String[] first = a.split(" ", -1);
        String[] second = b.split(" ", -1);
        if (first.length != second.length) {
            return false;
        }
        for (int i = 0; i < first.length; i++) {
            if (!first[i].equals(second[i]) && !sameNumber(digits(first[i]), digits(second[i]))) {
                return false;
            }
        }
        return true;
    }

    private static double digits(String word) {
        String number = word.endsWith(")") ? word.substring(0, word.length() - 1) : word;
        return number.matches("\\d{1,20}") ? Double.parseDouble(number) : Double.NaN;
    }

    private static boolean sameNumber(double a, double b) {
        return Math.abs(a - b) <= SAME_SIZE * Math.max(a, b);
    }
}
