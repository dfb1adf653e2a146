package org.echoscale.results.models;

/** A way to do several tasks that wait. */
public enum Model {
    /** One thread, blocking calls: a task begins when the one before it has ended. */
    ONE_AT_A_TIME("one-at-a-time", "one at a time"),
    /** A thread of the operating system for each task, blocking calls. */
    THREADS("threads", "a thread per task"),
    /** A virtual thread of the JVM for each task, blocking calls. */
    VIRTUAL_THREADS("virtual", "virtual threads"),
    /** One thread that waits for all tasks at once and goes on with those that can go on. */
    EVENTS("events", "events");

    private final String word;
    private final String label;

    Model(String word, String label) {
        this.word = word;
        this.label = label;
    }

    /** The name on the command line. */
    public String word() {
        return word;
    }

    /** The name that people read. */
    public String label() {
        return label;
    }
}
