/**
 * A run: server processes are started in a random, interleaved order, each visits its ladder of connections, and every
 * measurement is appended to the run directory before the next one begins.
 */
@NullMarked
package org.echoscale.bench.run;

import org.jspecify.annotations.NullMarked;
