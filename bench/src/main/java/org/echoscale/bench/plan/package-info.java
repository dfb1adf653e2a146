/**
 * What is to be measured: plan files, units, and the three layers (default, plan file, flag) that end in one
 * {@link org.echoscale.results.model.Plan}. Text in, values out; nothing here measures.
 */
@NullMarked
package org.echoscale.bench.plan;

import org.jspecify.annotations.NullMarked;
