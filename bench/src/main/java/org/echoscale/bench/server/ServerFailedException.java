package org.echoscale.bench.server;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A server's process did not start, has ended, or does not answer. The message says which and quotes its last words. */
public final class ServerFailedException extends IOException {
    ServerFailedException(String message) {
        super(message);
    }

    ServerFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
