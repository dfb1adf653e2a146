package org.echoscale.tck;

import java.util.Set;
import java.util.stream.Collectors;

/** The live platform threads that are not the JDK's own. */
final class PlatformThreads {

    /**
     * The thread groups of threads that the JDK makes for itself, on first use and for good. Three kinds of them come with
     * virtual threads and are shared by all in the JVM, so that no server may end them: the scheduler's carriers
     * ("ForkJoinPool-1-worker-1"), the timer that wakes sleepers ("VirtualThread-unblocker", before JDK 25
     * "VirtualThread-unparker") and the pollers that wait for their sockets ("MasterPoller", "Read-Poller").
     */
    private static final Set<String> JDK_GROUPS = Set.of("system", "InnocuousThreadGroup", "CarrierThreads");

    private PlatformThreads() {}

    static Set<Thread> now() {
        return Thread.getAllStackTraces()
                .keySet()
                .stream()
                .filter(PlatformThreads::isNotTheJdks)
                .collect(Collectors.toSet());
    }

    private static boolean isNotTheJdks(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        return group == null || !JDK_GROUPS.contains(group.getName());
    }
}
