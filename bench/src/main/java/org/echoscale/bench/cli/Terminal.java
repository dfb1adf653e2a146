package org.echoscale.bench.cli;

import java.io.PrintStream;

/**
 * Where a command writes.
 *
 * @param out for results
 * @param err for everything else
 */
record Terminal(PrintStream out, PrintStream err) {

    /** The program's own. */
    static Terminal system() {
        return new Terminal(System.out, System.err);
    }
}
