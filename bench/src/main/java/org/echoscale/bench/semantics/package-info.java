/**
 * What the kernel does when descriptors are ready, seen by trying it: each class is an observation, with a method that makes
 * it on this machine and a sentence that tells it. They settle claims of the textbooks that need no stopwatch.
 *
 * <p>
 * A probe opens what it needs and closes it. It throws an {@link java.io.IOException} when the machine does not let it do
 * so, say for want of descriptors; then nothing is known. Probes of select(2) need a few hundred descriptors more than 1024.
 */
@NullMarked
package org.echoscale.bench.semantics;

import org.jspecify.annotations.NullMarked;
