/** Results of JMH: its JSON, read strictly and turned into trials. */
@NullMarked
package org.echoscale.results.jmh;

import org.jspecify.annotations.NullMarked;
