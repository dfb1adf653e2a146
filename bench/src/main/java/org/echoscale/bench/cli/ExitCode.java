package org.echoscale.bench.cli;

/** What the program's exit codes mean. Programs rely on them: one may be added, none may change. */
final class ExitCode {
    /** All went well. */
    static final int FINE = 0;
    /** The program worked, but what it measured must not be believed. */
    static final int INVALID = 12;
    /** The server that was probed does not echo. */
    static final int NO_ECHO = 13;
    /** What was asked for cannot be done: a wrong option, name, file or plan. */
    static final int USAGE = 64;
    /** The program could not do its work: a defect of its own, or something it needs is missing. */
    static final int INTERNAL = 70;
    /** What came out cannot be written: the standard output or the disk is full, or the standard output is closed. */
    static final int OUTPUT = 74;
    /** Ended by Ctrl-C (SIGINT); the JVM exits with it by itself. */
    static final int INTERRUPTED = 130;
    /** Who read the standard output, say {@code head}, has gone: what SIGPIPE, which a JVM ignores, ends other programs with. */
    static final int READER_GONE = 141;
    /** Ended by SIGTERM; the JVM exits with it by itself. */
    static final int TERMINATED = 143;

    private ExitCode() {}
}
