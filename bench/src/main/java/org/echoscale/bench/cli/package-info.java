/**
 * The command line: a class a command. Only here is anything printed and does the program exit; what fails below arrives
 * as an exception and leaves as one line and an exit code ({@link org.echoscale.bench.cli.ExitCode}).
 */
@NullMarked
package org.echoscale.bench.cli;

import org.jspecify.annotations.NullMarked;
