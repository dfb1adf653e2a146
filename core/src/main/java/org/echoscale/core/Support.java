package org.echoscale.core;

import java.util.Objects;

/** Whether a transport can run here: {@link Supported}, or {@link Unsupported} with the cause. */
public sealed interface Support {

    /** How a server shares itself between its connections. */
    enum Service {
        /** All open connections are served. */
        CONCURRENT,
        /** One connection is served until it ends; the others wait. Systems of this kind are the textbook's first. */
        ONE_AT_A_TIME
    }

    /** No limit of the transport's own: what limits it is the process (descriptors, threads, memory). */
    int UNLIMITED = Integer.MAX_VALUE;

    /**
     * It can run.
     *
     * @param mechanism what it rests on, for people: {@code "epoll_wait(2), edge-triggered"}
     * @param connectionLimit the most connections it serves at once, at least 1; {@link #UNLIMITED} when it has no limit
     *            of its own
     * @param service whether all connections are served at once
     * @param threadsPerConnection platform threads that an open connection takes for itself: they run out before
     *            descriptors do. 0 for a server whose threads do not grow with its connections, also for virtual threads
     */
    record Supported(String mechanism, int connectionLimit, Service service,
            int threadsPerConnection) implements Support {
        public Supported {
            Objects.requireNonNull(service, "service");
            if (mechanism.isBlank()) {
                throw new IllegalArgumentException("mechanism is blank");
            }
            if (connectionLimit < 1) {
                throw new IllegalArgumentException("connectionLimit " + connectionLimit + " < 1");
            }
            if (threadsPerConnection < 0) {
                throw new IllegalArgumentException("threadsPerConnection " + threadsPerConnection + " < 0");
            }
        }

        /** Takes no threads for its connections. */
        public Supported(String mechanism, int connectionLimit, Service service) {
            this(mechanism, connectionLimit, service, 0);
        }

        /** Serves any number of connections at once. */
        public Supported(String mechanism) {
            this(mechanism, UNLIMITED, Service.CONCURRENT);
        }
    }

    /**
     * It cannot run here.
     *
     * @param reason the cause in one line, with the kernel's answer where there is one
     */
    record Unsupported(String reason) implements Support {
        public Unsupported {
            if (reason.isBlank()) {
                throw new IllegalArgumentException("reason is blank");
            }
        }
    }
}
