package org.echoscale.bench.server;

/**
 * That a server's process has ended, for people.
 *
 * @param how which process, and how: {@code "server epoll-et (process 4711) ended with exit code 137 (SIGKILL)"}
 * @param lastWords the end of what it wrote to its standard error; empty when that is nothing, or not known
 */
public record ServerEnd(String how, String lastWords) {
    /** Its last words, behind a semicolon; empty where there are none. */
    public String quote() {
        return lastWords.isEmpty() ? "" : "; its last words: " + lastWords;
    }

    /** A process that a signal ended has an exit code of 128 and its number, see bash(1), and so has a JVM that ends itself on one. */
    static String exitCode(int code) {
        String signal = switch (code - 128) {
            case 1 -> " (SIGHUP)";
            case 2 -> " (SIGINT)";
            case 3 -> " (SIGQUIT)";
            case 4 -> " (SIGILL)";
            case 6 -> " (SIGABRT)";
            case 7 -> " (SIGBUS)";
            case 8 -> " (SIGFPE)";
            case 9 -> " (SIGKILL)";
            case 11 -> " (SIGSEGV)";
            case 13 -> " (SIGPIPE)";
            case 15 -> " (SIGTERM)";
            default -> "";
        };
        return "exit code " + code + signal;
    }
}
