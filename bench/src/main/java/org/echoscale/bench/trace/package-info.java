/**
 * What the loops of a server in this process do, as lines for somebody who watches. Nothing here prints by itself: the
 * command line gives it a stream.
 */
@NullMarked
package org.echoscale.bench.trace;

import org.jspecify.annotations.NullMarked;
