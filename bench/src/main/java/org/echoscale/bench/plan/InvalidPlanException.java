package org.echoscale.bench.plan;

/** Something about a plan is wrong. The message is one line for its author: where, which value, what would be right. */
public final class InvalidPlanException extends RuntimeException {

    public InvalidPlanException(String message) {
        super(message);
    }

    InvalidPlanException(String message, Throwable cause) {
        super(message, cause);
    }
}
