package org.echoscale.bench.jmh;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The plugin jars as a system property: JMH starts the forks, and their command line is all that the {@code jmh} command can
 * say to them.
 */
public final class PluginProperty {
    private static final String NAME = "echoscale.plugins";

    private PluginProperty() {}

    /** For this JVM, in which benchmarks run with {@code -f 0}. */
    public static void set(List<Path> plugins) {
        System.setProperty(NAME, joined(plugins));
    }

    /** For a fork, as an argument of its JVM; none when there are no plugins. */
    static List<String> arguments(List<Path> plugins) {
        return plugins.isEmpty() ? List.of() : List.of("-D" + NAME + "=" + joined(plugins));
    }

    /** The jars that this JVM was told of. */
    static List<Path> plugins() {
        return Stream.of(System.getProperty(NAME, "").split(Pattern.quote(File.pathSeparator), -1))
                .filter(jar -> !jar.isEmpty())
                .map(Path::of)
                .toList();
    }

    private static String joined(List<Path> plugins) {
        return plugins.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
