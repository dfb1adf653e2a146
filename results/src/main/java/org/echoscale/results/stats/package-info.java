/** What the trials of a run come to: figures over forks, what has no figure and why, and the verdict in words. */
@NullMarked
package org.echoscale.results.stats;

import org.jspecify.annotations.NullMarked;
