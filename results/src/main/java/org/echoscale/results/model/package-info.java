/** What a result is: records, validated once, that are written to and read from the files of a run directory. */
@NullMarked
package org.echoscale.results.model;

import org.jspecify.annotations.NullMarked;
