package org.echoscale.results.model;

import org.jspecify.annotations.Nullable;

/**
 * Why a trial is not {@link Outcome#VALID}, or what to keep in mind about one that is.
 *
 * @param code a stable word for programs: {@code "connection-lost"}
 * @param message one line for people, with the figure in it
 * @param measured the figure, where there is one
 * @param bound what it was held against, where there is a bound
 */
public record Reason(String code, String message, @Nullable Double measured, @Nullable Double bound) {
    public Reason {
        if (!code.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
            throw new IllegalArgumentException("reason code '" + code + "' is not lower-case words with hyphens");
        }
        if (message.isBlank()) {
            throw new IllegalArgumentException("reason message is blank");
        }
    }

    public static Reason of(String code, String message) {
        return new Reason(code, message, null, null);
    }
}
