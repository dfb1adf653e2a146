/**
 * A server in a process of its own: which transports there are ({@link org.echoscale.bench.server.Catalog}), how a JVM
 * with one of them is started, asked and ended ({@link org.echoscale.bench.server.ServerProcess}), and the other end of
 * that conversation ({@link org.echoscale.bench.server.ControlSession}), which runs in the server's JVM.
 */
@NullMarked
package org.echoscale.bench.server;

import org.jspecify.annotations.NullMarked;
