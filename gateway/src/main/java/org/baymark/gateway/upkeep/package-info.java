/** Looks after the store: whether it is whole, and what the alliance says to it. Writes nothing. */
@NullMarked
package org.baymark.gateway.upkeep;

import org.jspecify.annotations.NullMarked;
