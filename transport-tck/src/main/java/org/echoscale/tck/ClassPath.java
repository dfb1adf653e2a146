package org.echoscale.tck;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** This JVM's class path, for loading classes before there are no descriptors left to load them with. */
final class ClassPath {
    private static final String SUFFIX = ".class";

    private ClassPath() {}

    /** Opens all jars, for the JVM keeps them open, and loads all classes that lie in directories. */
    static void loadAll() throws IOException {
        load("no.such.Class"); // looked for in every jar
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path directory = Path.of(entry);
            if (Files.isDirectory(directory)) {
                classesIn(directory).forEach(ClassPath::load);
            }
        }
    }

    private static List<String> classesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.map(file -> directory.relativize(file).toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()).replace('/', '.'))
                    .toList();
        }
    }

    private static void load(String name) {
        try {
            Class.forName(name, false, ClassPath.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            // One that needs what is not here is needed by nobody here.
        }
    }
}
