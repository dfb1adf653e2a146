package org.echoscale.bench.jmh;

import java.io.IOException;

/**
 * A set of descriptors that are waited for by one mechanism. Each call is about all {@value #DESCRIPTORS} of them, one after
 * the other. For the benchmark's thread.
 */
interface Registrar extends AutoCloseable {
    /** So many that the clock around a call does not count, and few enough for an {@code fd_set}. */
    int DESCRIPTORS = 256;

    /** Interest in each, to be told when there is something to read. None is registered before. */
    void add() throws IOException;

    /** Another interest in each: one more event is asked for, or it no longer is. All are registered. */
    void modify() throws IOException;

    /** No interest in any of them. All are registered before. */
    void remove() throws IOException;

    /** Makes one of them readable and waits once, without blocking: 1 when all are registered, 0 when none is. */
    int readyOfOne() throws IOException;

    @Override
    void close() throws IOException;
}
