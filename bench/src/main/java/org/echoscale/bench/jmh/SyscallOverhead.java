package org.echoscale.bench.jmh;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the way from Java to the kernel costs. The same C function, {@code abs}, which does next to nothing, and the same
 * system call, {@code getppid}, are called in the three ways that {@code java.lang.foreign} has; {@code lseek} on the same
 * file also through JNI, by the JDK's own {@link RandomAccessFile#getFilePointer()}; the clock also through the JVM's
 * intrinsic. What C takes for the same calls is in the project's tests, as the jar has no C in it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(5)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up before anything else
public class SyscallOverhead {
    private static final int SEEK_CUR = 1;
    private static final int CLOCK_MONOTONIC = 1;
    private static final long OFFSET = 4711;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final Linker.Option CRITICAL = Linker.Option.critical(false);

    private static final FunctionDescriptor ABS = FunctionDescriptor.of(JAVA_INT, JAVA_INT);
    private static final FunctionDescriptor GETPPID = FunctionDescriptor.of(JAVA_INT);
    private static final MethodHandle ABS_PLAIN = handle("abs", ABS);
    private static final MethodHandle ABS_CRITICAL = handle("abs", ABS, CRITICAL);
    private static final MethodHandle ABS_ERRNO = handle("abs", ABS, ERRNO);
    private static final MethodHandle GETPPID_PLAIN = handle("getppid", GETPPID);
    private static final MethodHandle GETPPID_CRITICAL = handle("getppid", GETPPID, CRITICAL);
    private static final MethodHandle GETPPID_ERRNO = handle("getppid", GETPPID, ERRNO);
    private static final MethodHandle MEMFD_CREATE = handle("memfd_create",
            FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT));
    private static final MethodHandle CLOSE = handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle LSEEK = handle("lseek",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT), ERRNO);
    private static final MethodHandle CLOCK_GETTIME = handle("clock_gettime",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG), ERRNO);

    private Arena arena;
    private MemorySegment errno;
    private MemorySegment time;
    private int file;
    private RandomAccessFile sameFile;
    private int number = -1;
    private int parent;

    /** A file in memory, at the same position for Java as for the system's call; and what each call must return. */
    @Setup(Level.Trial)
    @SuppressWarnings("MustBeClosed") // the arena lives until the tear-down
    public void open() throws Throwable {
        arena = Arena.ofConfined();
        errno = arena.allocate(Linker.Option.captureStateLayout());
        time = arena.allocate(16, 8);
        file = (int) MEMFD_CREATE
                .invokeExact(arena.allocateFrom("echoscale", StandardCharsets.US_ASCII).address(), 0);
        sameFile = new RandomAccessFile("/proc/self/fd/" + file, "r");
        sameFile.seek(OFFSET);
        if ((long) LSEEK.invokeExact(errno, file, OFFSET, 0) != OFFSET) {
            throw new IOException("lseek(" + file + ") failed");
        }
        parent = Math.toIntExact(ProcessHandle.current().parent().orElseThrow().pid());
    }

    @TearDown(Level.Trial)
    public void close() throws Throwable {
        sameFile.close();
        int result = (int) CLOSE.invokeExact(file);
        arena.close();
        if (result != 0) {
            throw new IOException("close(" + file + ") failed");
        }
    }

    /** The loop around all the others. */
    @Benchmark
    public int nothing() {
        return number;
    }

    @Benchmark
    public int functionPlain() throws Throwable {
        return (int) ABS_PLAIN.invokeExact(number);
    }

    @Benchmark
    public int functionCritical() throws Throwable {
        return (int) ABS_CRITICAL.invokeExact(number);
    }

    @Benchmark
    public int functionErrno() throws Throwable {
        return (int) ABS_ERRNO.invokeExact(errno, number);
    }

    @Benchmark
    public int getppidPlain() throws Throwable {
        return checked((int) GETPPID_PLAIN.invokeExact());
    }

    @Benchmark
    public int getppidCritical() throws Throwable {
        return checked((int) GETPPID_CRITICAL.invokeExact());
    }

    @Benchmark
    public int getppidErrno() throws Throwable {
        return checked((int) GETPPID_ERRNO.invokeExact(errno));
    }

    /** {@code lseek(fd, 0, SEEK_CUR)} by a downcall, with errno as for every call of ours. */
    @Benchmark
    public long lseekDowncall() throws Throwable {
        return checked((long) LSEEK.invokeExact(errno, file, 0L, SEEK_CUR));
    }

    /** The same call by JNI: the JDK's own native method. */
    @Benchmark
    public long lseekJni() throws IOException {
        return checked(sameFile.getFilePointer());
    }

    /** {@code clock_gettime(CLOCK_MONOTONIC)} by a downcall: no system call, the kernel's page of code answers. */
    @Benchmark
    public long clockDowncall() throws Throwable {
        int result = (int) CLOCK_GETTIME.invokeExact(errno, CLOCK_MONOTONIC, time.address());
        return result < 0 ? result : time.get(JAVA_LONG, 0) * 1_000_000_000L + time.get(JAVA_LONG, 8);
    }

    /** The same clock as the JVM reads it. */
    @Benchmark
    public long clockIntrinsic() {
        return System.nanoTime();
    }

    private int checked(int found) {
        if (found != parent) {
            throw new IllegalStateException("getppid() is " + found + " and not " + parent);
        }
        return found;
    }

    private static long checked(long offset) {
        if (offset != OFFSET) {
            throw new IllegalStateException("lseek(fd, 0, SEEK_CUR) is " + offset + " and not " + OFFSET);
        }
        return offset;
    }

    @SuppressWarnings("restricted") // measuring native access is this suite's purpose; the launcher enables it
    private static MethodHandle handle(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, options);
    }
}
