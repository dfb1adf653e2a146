/** What programming models made of the same work: records, validated once, that are written to and read from {@code models.json}. */
@NullMarked
package org.echoscale.results.models;

import org.jspecify.annotations.NullMarked;
