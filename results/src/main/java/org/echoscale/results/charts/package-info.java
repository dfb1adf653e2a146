/** Charts of a run: one ECharts option each, drawn by the report's browser and, as SVG, inside the JVM. */
@NullMarked
package org.echoscale.results.charts;

import org.jspecify.annotations.NullMarked;
