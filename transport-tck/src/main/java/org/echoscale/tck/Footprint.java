package org.echoscale.tck;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a server could leave behind in this JVM: platform threads, virtual threads and descriptors, each by its identity.
 * Taken before and after; what is there after and was not before is what it left.
 */
record Footprint(Set<Thread> threads, Set<VirtualThreads.Seen> virtualThreads, Set<Descriptors.Open> descriptors) {

    /**
     * A virtual thread counts as ended, and {@code join} returns, a moment before the JVM takes it off its list. No
     * server can wait for that moment, so it is waited for here.
     */
    private static final Duration UNTIL_UNLISTED = Duration.ofMillis(500);

    /** A use of servers that closes all of them. */
    @FunctionalInterface
    interface Use {
        void run() throws Exception;
    }

    static Footprint now() throws IOException {
        return new Footprint(PlatformThreads.now(), VirtualThreads.now(), Descriptors.now());
    }

    /** Fails when this use leaves something behind. */
    static void isUnchangedBy(Subject subject, Use use) throws Exception {
        Footprint before = now();
        use.run();
        Footprint after = now();
        if (!before.virtualThreads.containsAll(after.virtualThreads)) {
            Await.within(UNTIL_UNLISTED, () -> VirtualThreads.noneSince(before.virtualThreads));
            after = new Footprint(after.threads, VirtualThreads.now(), after.descriptors);
        }
        List<String> left = after.since(before, subject.jvmWide());
        if (!left.isEmpty()) {
            throw new AssertionError("left behind: " + String.join(", ", left));
        }
    }

    private List<String> since(Footprint before, Predicate<Thread> jvmWide) {
        List<String> left = new ArrayList<>();
        threads.stream()
                .filter(thread -> !before.threads.contains(thread) && !jvmWide.test(thread))
                .forEach(thread -> left.add("thread '" + thread.getName() + "'"));
        virtualThreads.stream()
                .filter(thread -> !before.virtualThreads.contains(thread))
                .forEach(thread -> left.add(thread.toString()));
        descriptors.stream()
                .filter(descriptor -> !before.descriptors.contains(descriptor))
                .forEach(descriptor -> left.add(descriptor.toString()));
        return left;
    }
}
