package org.echoscale.results.model;

import java.util.List;

/**
 * A server that was measured.
 *
 * @param name its name in cells and on charts
 * @param kind where it comes from
 * @param mechanism what it rests on, for people
 * @param jvmArguments what its JVM was started with; empty for a server that is not ours to start
 */
public record Subject(String name, Kind kind, String mechanism, List<String> jvmArguments) {
    public Subject {
        jvmArguments = List.copyOf(jvmArguments);
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
