package org.echoscale.bench.semantics;

import java.io.IOException;
import java.time.Duration;
import java.util.BitSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.echoscale.syscalls.EpollEvents;
import org.echoscale.syscalls.Syscalls;

/**
 * Whether registering a ready descriptor ever waits because too many are ready already: nobody collects any meanwhile, and
 * afterwards all are collected.
 *
 * @param registered descriptors registered, each of them ready: those before it were waiting to be collected
 * @param slowestNanos the slowest registration; what it takes depends on the machine's other work too
 * @param room the most that one call collects
 * @param collected how many were collected afterwards
 * @param finished whether all of that came to its end; false when it was given up
 */
public record RegistrationNeverBlocks(int registered, long slowestNanos, int room, int collected,
        boolean finished) implements Observation {
    private static final int ROOM = 16;
    private static final Duration GIVE_UP = Duration.ofSeconds(20);

    public static RegistrationNeverBlocks observe(int descriptors) throws IOException {
        CompletableFuture<RegistrationNeverBlocks> result = new CompletableFuture<>();
        // In a thread that can be left behind: a call that blocks cannot be called back.
        Thread.ofPlatform().daemon().name("echoscale-registration").start(() -> {
            try {
                result.complete(register(descriptors));
            } catch (IOException | RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        });
        try {
            return result.get(GIVE_UP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new RegistrationNeverBlocks(descriptors, GIVE_UP.toNanos(), ROOM, 0, false);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while descriptors were registered", e);
        }
    }

    private static RegistrationNeverBlocks register(int descriptors) throws IOException {
        try (Lab lab = new Lab()) {
            int epoll = lab.epoll();
            long slowest = 0;
            for (int i = 0; i < descriptors; i++) {
                int fd = lab.readable();
                long before = System.nanoTime();
                lab.register(epoll, fd, Syscalls.EPOLLIN | Syscalls.EPOLLET);
                slowest = Math.max(slowest, System.nanoTime() - before);
            }
            EpollEvents events = lab.events(ROOM);
            BitSet collected = new BitSet();
            int found;
            while ((found = lab.calls().epollWait(epoll, events, 0)) > 0) { // edge-triggered: each one once
                for (int i = 0; i < found; i++) {
                    collected.set((int) events.data(i));
                }
            }
            return new RegistrationNeverBlocks(descriptors, slowest, ROOM, collected.cardinality(), true);
        }
    }

    @Override
    public String sentence() {
        return finished
                ? registered
                        + " descriptors, all of them ready, were registered while nobody collected any; the slowest "
                        + "registration took " + slowestNanos / 1000 + " µs, and " + collected
                        + " were collected afterwards, " + room + " a call"
                : "registering " + registered + " ready descriptors did not end within " + GIVE_UP.toSeconds() + " s";
    }
}
