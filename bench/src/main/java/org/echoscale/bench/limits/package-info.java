/**
 * What this machine allows: descriptors, ports, threads, memory, queues. Read once from {@code /proc} and {@code /sys};
 * then pure: from the values come the number of connections each allows, and the reason against a cell that needs more.
 */
@NullMarked
package org.echoscale.bench.limits;

import org.jspecify.annotations.NullMarked;
