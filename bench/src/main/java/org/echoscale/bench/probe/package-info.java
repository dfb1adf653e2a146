/**
 * Does a server echo? The client of the textbook: several sockets in one process, messages in parts on each, every byte that
 * comes back compared with what was sent.
 */
@NullMarked
package org.echoscale.bench.probe;

import org.jspecify.annotations.NullMarked;
