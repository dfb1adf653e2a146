package org.echoscale.threads;

/** Whose thread serves a connection that was accepted. */
sealed interface Workers {

    /** A new thread for each, named by its builder. */
    record ThreadEach(Thread.Builder builder) implements Workers {}

    /** The accepting thread itself, which accepts no other connection until this one has ended. */
    record AcceptingThread() implements Workers {}
}
