package org.echoscale.bench.cli;

/** What was asked for cannot be done. The message is one line: what, which value, what to do. */
final class UsageException extends RuntimeException {
    UsageException(String message) {
        super(message);
    }

    UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
