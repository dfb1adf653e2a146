package org.echoscale.bench.semantics;

/** A way to ask the kernel what is ready. */
public enum Mechanism {
    SELECT("select"), POLL("poll"), EPOLL_LT("epoll, level-triggered"), EPOLL_ET("epoll, edge-triggered");

    private final String words;

    Mechanism(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
