package org.echoscale.bench.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.echoscale.bench.run.SideBySide.Meanwhile;
import org.echoscale.results.model.Machine;
import org.echoscale.results.stats.Spread;
import org.jspecify.annotations.Nullable;

/**
 * What the machine does during the rounds of a comparison. A round that it was taken away from is worth another, as often as
 * there are rounds; beyond that it counts.
 */
final class RoundWatch {
    /** Begins to watch, for servers with these processes; what it gives is asked at the end, with the CPU time of generator and servers. */
    private final Function<Collection<Long>, LongFunction<Machine>> machine;

    private final int cpus;
    private final boolean strangersAreKnown;
    private final long most;
    private final List<Double> steal = new ArrayList<>();
    private int repeated;
    private int disturbed;
    private @Nullable LongFunction<Machine> watching;
    private long beganAt;

    /**
     * @param cpus of the machine
     * @param strangersAreKnown whether all that is neither the generator's process nor a server's is somebody else's
     * @param most how many rounds may be repeated
     */
    RoundWatch(Function<Collection<Long>, LongFunction<Machine>> machine, int cpus, boolean strangersAreKnown,
            long most) {
        this.machine = machine;
        this.cpus = cpus;
        this.strangersAreKnown = strangersAreKnown;
        this.most = most;
    }

    /**
     * That of this machine.
     *
     * @param generator the CPU that the generator's thread is pinned to; empty when it is not
     */
    static Function<Collection<Long>, LongFunction<Machine>> ofThisMachine(OptionalInt generator) {
        return servers -> new MachineWatch(generator, servers)::end;
    }

    /**
     * A round begins, for the first time or again.
     *
     * @param servers numbers of their processes
     */
    void begin(Collection<Long> servers) {
        watching = machine.apply(servers);
        beganAt = System.nanoTime();
    }

    /**
     * It is complete: whether it counts, and is not to be repeated.
     *
     * @param ownCpuNanos of the generator's process and of all servers since it began; negative when that is not known
     */
    boolean counts(long ownCpuNanos) {
        if (watching == null) {
            throw new IllegalStateException("no round has begun");
        }
        Machine found = watching.apply(ownCpuNanos);
        boolean bad = !Judge.disturbances(found, System.nanoTime() - beganAt).isEmpty()
                || (strangersAreKnown && Judge.intrusion(found, cpus).isPresent());
        if (bad && repeated < most) {
            repeated++;
            return false;
        }
        disturbed += bad ? 1 : 0;
        if (found.stealShare() != null) {
            steal.add(found.stealShare());
        }
        return true;
    }

    /** How it was in all rounds that count. */
    Meanwhile summary() {
        Spread shares = steal.isEmpty() ? null : new Spread(steal);
        return new Meanwhile(repeated, disturbed, shares == null ? null : Double.valueOf(shares.median()),
                shares == null ? null : Double.valueOf(shares.max()));
    }
}
