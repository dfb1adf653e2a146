package org.echoscale.tck;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A JVM like this one, with its class path and arguments, but with its own limit of descriptors. There they can run out
 * without harm to the tests, and soon: this JVM may have a million of them.
 */
final class ChildJvm {
    private static final long LONGEST_SECONDS = 60;

    private ChildJvm() {}

    /** Runs this class's main method and fails, with all that it printed, unless it ends with exit code 0. */
    static void run(int descriptorLimit, Class<?> mainClass, String argument) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("sh", "-c", "ulimit -n " + descriptorLimit + " && exec \"$@\"", "sh"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean()
                .getInputArguments()
                .stream()
                .filter(jvmArgument -> !jvmArgument.startsWith("-agentlib:jdwp")) // its port is taken
                .forEach(command::add);
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                mainClass.getName(), argument));

        Path output = Files.createTempFile("child-jvm", ".txt");
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended;
            try {
                ended = process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
            } finally {
                process.destroyForcibly();
            }
            if (!ended) {
                throw new AssertionError("not over after " + LONGEST_SECONDS + " s:\n" + Files.readString(output));
            }
            if (process.exitValue() != 0) {
                throw new AssertionError("exit code " + process.exitValue() + ":\n" + Files.readString(output));
            }
        } finally {
            Files.delete(output);
        }
    }
}
