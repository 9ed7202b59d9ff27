/** Brings what the gateway sealed to the alliance, in order, for as long as it takes. */
@NullMarked
package org.baymark.gateway.anchor;

import org.jspecify.annotations.NullMarked;
