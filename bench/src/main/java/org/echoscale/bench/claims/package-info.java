/** The claims that courses on select, poll and epoll repeat, each put to the test on this machine. */
@NullMarked
package org.echoscale.bench.claims;

import org.jspecify.annotations.NullMarked;
