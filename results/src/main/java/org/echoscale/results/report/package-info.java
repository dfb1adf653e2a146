/** A run for people: a table for the terminal, a summary, a report with charts, and histograms for other tools. */
@NullMarked
package org.echoscale.results.report;

import org.jspecify.annotations.NullMarked;
