package org.echoscale.bench.load;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Signals to one thread, each of which ends its present wait in the kernel (EINTR) and does nothing else. */
@SuppressWarnings("restricted") // tests run with native access
final class Signals {
    private static final int SIGURG = 23;
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle PTHREAD_KILL = LINKER.downcallHandle(find("pthread_kill"),
            FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT));

    private final long thread;

    private Signals(long thread) {
        this.thread = thread;
    }

    static Signals toTheCallingThread() {
        try {
            MethodHandle self = LINKER.downcallHandle(find("pthread_self"), FunctionDescriptor.of(JAVA_LONG));
            // A handler is called with the number of the signal; abs(3) does nothing with it.
            MethodHandle signal = LINKER.downcallHandle(find("signal"),
                    FunctionDescriptor.of(ADDRESS, JAVA_INT, ADDRESS));
            MemorySegment before = (MemorySegment) signal.invokeExact(SIGURG, find("abs"));
            if (before.address() == -1) {
                throw new IllegalStateException("signal(SIGURG) failed");
            }
            return new Signals((long) self.invokeExact());
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }

    void send() {
        try {
            int result = (int) PTHREAD_KILL.invokeExact(thread, SIGURG);
            if (result != 0) {
                throw new IllegalStateException("pthread_kill: " + result);
            }
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }

    private static MemorySegment find(String function) {
        return LINKER.defaultLookup().findOrThrow(function);
    }
}
