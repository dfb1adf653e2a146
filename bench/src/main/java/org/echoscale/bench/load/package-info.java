/**
 * The load generator: many connections to one echo server, some of them active, driven by one thread over epoll. It needs
 * an address and nothing else, so that a server in any language can be measured.
 */
@NullMarked
package org.echoscale.bench.load;

import org.jspecify.annotations.NullMarked;
