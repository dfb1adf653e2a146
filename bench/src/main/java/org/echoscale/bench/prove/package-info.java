/**
 * The ruler is put to the proof on the machine it is used on: what it says of a stop of known length is held against the
 * analytic answer, and faults of known kind must be caught. docs/proof.md says what is proven and what it rests on.
 */
@NullMarked
package org.echoscale.bench.prove;

import org.jspecify.annotations.NullMarked;
