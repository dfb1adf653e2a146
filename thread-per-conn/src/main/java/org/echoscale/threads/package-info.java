/**
 * Blocking I/O: a thread per connection, platform or virtual, and the textbook's first server, which has one thread for
 * everything. The three differ in who runs a {@code Connection}; what it does is the same.
 */
@NullMarked
package org.echoscale.threads;

import org.jspecify.annotations.NullMarked;
