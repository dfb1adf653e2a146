/**
 * What a wait call costs: select, poll, epoll and java.nio's selector on many descriptors, few of them ready, without any
 * server. Used by a JMH suite and by a study that interleaves mechanisms and sizes.
 */
@NullMarked
package org.echoscale.bench.waits;

import org.jspecify.annotations.NullMarked;
