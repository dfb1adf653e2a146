package org.echoscale.bench.waits;

/** A mechanism with its descriptors registered. */
interface Waiter extends AutoCloseable {
    /**
     * Waits once, as a loop would call it: with what must be put right before each call.
     *
     * @param timeoutMillis 0, or -1 to wait as long as it takes
     * @return how many are ready
     */
    int await(int timeoutMillis);

    /**
     * Waits so many times, and returns how many were ready in all. Each mechanism has its own loop: a shared one would go
     * through a call that the JIT cannot resolve.
     */
    long awaitAgain(int times, int timeoutMillis);

    /** Finds the descriptors that the last wait reported, and consumes what they have. */
    void consumeFound();

    @Override
    void close();
}
