/**
 * The programming models of the textbook, executed: tasks that compute and wait for a real server, one at a time, with a
 * thread each, with a virtual thread each, and as events on one thread. Every task's time is recorded without a gap.
 */
@NullMarked
package org.echoscale.bench.models;

import org.jspecify.annotations.NullMarked;
