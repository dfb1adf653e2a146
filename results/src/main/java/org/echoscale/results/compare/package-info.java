/** Two runs held against each other: whether they may be, and what comes out. Values in, values out. */
@NullMarked
package org.echoscale.results.compare;

import org.jspecify.annotations.NullMarked;
