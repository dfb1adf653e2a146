package org.echoscale.bench.waits;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.BitSet;
import java.util.OptionalInt;
import org.echoscale.syscalls.Syscalls;

/**
 * The process that waits: opens descriptors, says {@code ready}, and measures a slice for each line that it reads. A
 * program in another language that speaks the same takes its place; docs/waits.md describes it. Ends with its input.
 */
public final class WaitAgent {
    private final BufferedReader in;
    private final PrintStream out;

    public WaitAgent(BufferedReader in, PrintStream out) {
        this.in = in;
        this.out = out;
    }

    /**
     * Answers requests from the standard input until it ends.
     *
     * @param cpu to which the calling thread is pinned; those that the JVM has besides stay free
     */
    public void run(Kind kind, boolean channels, int size, OptionalInt cpu, long openFiles) throws IOException {
        try (Syscalls calls = Syscalls.open()) {
            if (cpu.isPresent()) {
                BitSet one = new BitSet();
                one.set(cpu.getAsInt());
                calls.setAffinity(one);
            }
        }
        try (WaitBench bench = WaitBench.open(kind, channels, size, openFiles)) {
            answer("ready " + size);
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                answer(slice(bench, line.split(" ", -1)));
            }
        }
    }

    private static String slice(WaitBench bench, String[] words) {
        try {
            Point point = new Point(Mechanism.of(words[1]), Mode.of(words[2]), Integer.parseInt(words[3]),
                    Integer.parseInt(words[4]));
            Measured found = bench.measure(point, Long.parseLong(words[5]), Double.parseDouble(words[6]));
            return "measured " + found.calls() + " " + found.nanos() + " " + found.cpuNanos();
        } catch (RuntimeException e) {
            return "failed " + e.getMessage();
        }
    }

    private void answer(String line) {
        out.println(line);
        out.flush();
    }
}
