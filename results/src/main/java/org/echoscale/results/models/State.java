package org.echoscale.results.models;

/** What a task is at, at any moment from the beginning to its end. */
public enum State {
    /** It has a CPU. */
    COMPUTING,
    /** Its reply is not there yet. */
    WAITING,
    /** It could go on and does not: it has not begun, its thread has no CPU, or its only thread is with another task. */
    READY
}
