package org.echoscale.bench.waits;

import java.io.IOException;
import java.util.BitSet;
import org.echoscale.syscalls.Syscalls;

/**
 * Open descriptors of one kind, on which waits are measured one {@linkplain #arm point} after the other. For the thread
 * that opened it.
 */
public final class WaitBench implements AutoCloseable {
    private final Kind kind;
    private final int size;
    private final Syscalls calls = Syscalls.open();
    private final Waitables waitables;

    private WaitBench(Kind kind, boolean channels, int size, long openFiles) throws IOException {
        this.kind = kind;
        this.size = size;
        try {
            waitables = channels
                    ? ChannelDescriptors.open(kind, size, openFiles)
                    : RawDescriptors.open(calls, kind, size, openFiles);
        } catch (IOException | RuntimeException e) {
            calls.close();
            throw e;
        }
    }

    /**
     * Opens the descriptors.
     *
     * @param channels whether as channels of java.nio, which its selector needs, or plain, as all others do
     * @param openFiles RLIMIT_NOFILE of this process
     */
    public static WaitBench open(Kind kind, boolean channels, int size, long openFiles) throws IOException {
        int most = most(kind, openFiles);
        if (size < 1 || size > most) {
            throw new IllegalArgumentException(size + " descriptors of kind " + kind.word()
                    + ": a process whose limit of open files is " + openFiles + " can wait for 1 to " + most);
        }
        return new WaitBench(kind, channels, size, openFiles);
    }

    /** The most descriptors of a kind that a process with this limit of open files can wait for. */
    public static int most(Kind kind, long openFiles) {
        return Wakeable.most(kind, openFiles);
    }

    /** The most of so many descriptors that can be made ready. */
    public static int mostReady(Kind kind, int size, int descriptors, long openFiles) {
        return kind == Kind.TCP
                ? Wakeable.sockets(size, openFiles).get(0, descriptors).cardinality()
                : descriptors;
    }

    /**
     * Registers the first descriptors and makes some of them ready; the caller closes it before the next one.
     *
     * @param start from 0 to below 1: where the ready ones begin
     */
    public Armed arm(Point point, double start) {
        point.reasonAgainst(kind).ifPresent(reason -> {
            throw new IllegalArgumentException(
                    point.mechanism().word() + ", mode " + point.mode().word() + ": " + reason);
        });
        if (point.descriptors() > size) {
            throw new IllegalArgumentException(point.descriptors() + " of " + size + " descriptors");
        }
        BitSet wakeable = waitables.wakeable();
        ReadyPlan plan = new ReadyPlan(wakeable, point.descriptors(), point.ready(), start,
                point.mode() == Mode.BLOCKING_LAST);
        return new Armed(calls, waitables, waitables.arm(point.mechanism(), point.descriptors()), plan, point);
    }

    /** Measures for a time, in batches; a new set is made ready for each. */
    public Measured measure(Point point, long nanos, double start) {
        try (Armed armed = arm(point, start)) {
            return armed.measure(nanos);
        }
    }

    @Override
    public void close() {
        waitables.close();
        calls.close();
    }
}
