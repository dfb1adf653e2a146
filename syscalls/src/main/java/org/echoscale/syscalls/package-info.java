/**
 * The few Linux calls that the project needs, through {@code java.lang.foreign}: a method each, no policy.
 *
 * <p>
 * {@link org.echoscale.syscalls.Syscalls} is opened by the thread that uses it and belongs to that thread: it holds the
 * place where {@code errno} lands. Nothing that changes is static. Calls follow the kernel's own convention: a result of 0
 * or more, or minus the error number; {@link org.echoscale.syscalls.Errno} names those. No call here is bound as
 * {@code critical}: many can block, and a thread in a critical call holds up every safepoint.
 */
@NullMarked
package org.echoscale.syscalls;

import org.jspecify.annotations.NullMarked;
