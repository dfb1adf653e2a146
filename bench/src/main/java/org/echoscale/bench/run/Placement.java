package org.echoscale.bench.run;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.echoscale.bench.limits.ProcessFiles;
import org.echoscale.syscalls.SyscallException;
import org.echoscale.syscalls.Syscalls;

/**
 * Which CPUs the server process and the generator's thread run on. Where there are two or more, the whole server process
 * is confined to the first, so that servers with many threads are held equal to those with one, and the generator's thread
 * to the last.
 *
 * @param server CPUs of the server process; empty when it is not confined
 * @param generator CPU of the generator's thread; empty when it is not pinned
 */
public record Placement(BitSet server, OptionalInt generator) {

    public static Placement onThisMachine() throws SyscallException {
        try (Syscalls calls = Syscalls.open()) {
            return on(calls.affinity());
        }
    }

    static Placement on(BitSet cpus) {
        if (cpus.cardinality() < 2) {
            return new Placement(new BitSet(), OptionalInt.empty());
        }
        BitSet first = new BitSet();
        first.set(cpus.nextSetBit(0));
        return new Placement(first, OptionalInt.of(cpus.length() - 1));
    }

    /**
     * That a server which is already running may use other CPUs than those that are started here, with the command that changes it;
     * empty when it may not, or when the kernel does not tell.
     */
    Optional<String> unequal(String name, long pid) {
        String confined = String.join(",", serverCpus().stream().map(String::valueOf).toList());
        return new ProcessFiles(Path.of("/proc", Long.toString(pid))).allowedCpus()
                .filter(cpus -> !confined.isEmpty() && !cpus.equals(confined))
                .map(cpus -> name + " may run on CPUs " + cpus + ", servers that are started here on CPU " + confined
                        + " only (to hold them equal: taskset -acp " + confined + " " + pid + ")");
    }

    List<Integer> serverCpus() {
        return server.stream().boxed().toList();
    }

    List<Integer> generatorCpus() {
        return generator.stream().boxed().toList();
    }
}
