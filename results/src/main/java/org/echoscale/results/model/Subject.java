package org.echoscale.results.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server that was measured.
 *
 * @param name its name in cells and on charts
 * @param kind where it comes from
 * @param mechanism what it rests on, for people
 * @param jvmArguments what its JVM was started with; empty for a server that is not ours to start
 * @param floor true for one that is there to show the least that is possible; absent for any other
 * @param allowedCpus those that the process of an external server might use when the run began, as the kernel lists them:
 *            {@code 0-3,6}; absent for one that is ours to start, where the process is not known, and in older results
 */
public record Subject(String name, Kind kind, String mechanism, List<String> jvmArguments, @Nullable Boolean floor,
        @Nullable String allowedCpus) {
    public Subject {
        jvmArguments = List.copyOf(jvmArguments);
    }

    /** One that is there for its own sake. */
    public Subject(String name, Kind kind, String mechanism, List<String> jvmArguments) {
        this(name, kind, mechanism, jvmArguments, null, null);
    }

    /** Its name as tables and charts show it: {@code "mine"}, {@code "mine (floor)"}. */
    public String label() {
        return Boolean.TRUE.equals(floor) ? name + " (floor)" : name;
    }

    /** Where a server comes from. */
    public enum Kind {
        /** A transport of this project. */
        BUILT_IN,
        /** A transport that came with a plugin. */
        PLUGIN,
        /** A server of any kind that was already running. */
        EXTERNAL
    }
}
