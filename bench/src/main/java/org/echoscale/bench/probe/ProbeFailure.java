package org.echoscale.bench.probe;

/** The end of a probe: the server does not echo. */
final class ProbeFailure extends Exception {
    private final transient Problem problem;

    ProbeFailure(Problem.Kind kind, int connection, String text) {
        super(text);
        problem = new Problem(kind, connection, text);
    }

    Problem problem() {
        return problem;
    }
}
