/** A transport that anybody could have written, as {@code docs/add-a-transport.md} tells how. */
@NullMarked
package org.echoscale.example;

import org.jspecify.annotations.NullMarked;
