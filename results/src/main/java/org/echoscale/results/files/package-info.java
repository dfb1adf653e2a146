/** The run directory: {@code run.json} and {@code trials.jsonl}, written as a run goes and read back for everything else. */
@NullMarked
package org.echoscale.results.files;

import org.jspecify.annotations.NullMarked;
