package org.echoscale.bench.run;

import java.time.Duration;
import org.echoscale.results.model.Plan;

/**
 * What a cell costs in time beside its measured windows, from the plan's own durations. The constants are rounded means of the
 * published run of the quick plan with five forks; they need not be right for another machine, because {@link TimeLeft}
 * corrects them by what the first cells really take.
 */
record CellTime(Plan plan) {
    private static final Duration JVM_START = Duration.ofMillis(700);
    /** A fresh server under its first load until it is steady; a plan may allow less. */
    private static final Duration FIRST_WARM_UP = Duration.ofMillis(2_200);
    /** … and so long again with each other load. */
    private static final Duration FIRST_WARM_UP_OTHER = Duration.ofMillis(800);
    private static final Duration WARM_UP = Duration.ofMillis(400);
    private static final Duration WARM_UP_OPEN = Duration.ofMillis(100);
    /** Garbage collections, snapshots, and the pause between sending and the last reply. */
    private static final Duration AROUND = Duration.ofMillis(400);
    /** Sockets that were closed are freed within some 20 ms, and then the kernel's memory has to be still. That run did not do it. */
    private static final Duration KERNEL_STILL = Pause.LENGTH.multipliedBy(KernelWatch.STILL_LOOKS).plusMillis(20);
    /** To open, check and close a connection. */
    static final Duration CONNECTION = Duration.ofNanos(75_000);

    Duration serverStart() {
        return JVM_START.plus(atMost(FIRST_WARM_UP.plus(FIRST_WARM_UP_OTHER.multipliedBy(loads() - 1)),
                Duration.ofNanos(plan.maxWarmUpNanos()).multipliedBy(loads())));
    }

    Duration cell(int connections) {
        Duration warmUps = Duration.ZERO;
        if (plan.closedDepth() != null) {
            warmUps = warmUps.plus(WARM_UP);
        }
        if (plan.openRatePerSecond() != null) {
            warmUps = warmUps.plus(WARM_UP_OPEN);
        }
        if (plan.churnMessages() != null) {
            warmUps = warmUps.plus(WARM_UP);
        }
        return Duration.ofNanos(plan.durationNanos())
                .multipliedBy(loads())
                .plus(atMost(warmUps, Duration.ofNanos(plan.maxWarmUpNanos()).multipliedBy(loads())))
                .plus(AROUND)
                .plus(KERNEL_STILL)
                .plus(CONNECTION.multipliedBy(connections));
    }

    private int loads() {
        return plan.loads().size();
    }

    private static Duration atMost(Duration time, Duration limit) {
        return time.compareTo(limit) <= 0 ? time : limit;
    }
}
