/**
 * {@code select}, {@code poll}, {@code epoll-lt} and {@code epoll-et}: one event loop and three pollers, over
 * {@link org.echoscale.syscalls}. What differs between the four is the {@link org.echoscale.ffm.Poller} and nothing else,
 * so that what is measured is the mechanism.
 */
@NullMarked
package org.echoscale.ffm;

import org.jspecify.annotations.NullMarked;
