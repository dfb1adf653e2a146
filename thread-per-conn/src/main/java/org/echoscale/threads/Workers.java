package org.echoscale.threads;

import java.util.concurrent.ThreadFactory;

/** Whose thread serves a connection that was accepted. */
sealed interface Workers {

    /** A new thread for each. */
    record ThreadEach(ThreadFactory threads) implements Workers {}

    /** The accepting thread itself, which accepts no other connection until this one has ended. */
    record AcceptingThread() implements Workers {}
}
