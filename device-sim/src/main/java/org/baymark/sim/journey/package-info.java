/** A fleet on its way: what it sends through its uplinks, and what the gateway answers. */
@NullMarked
package org.baymark.sim.journey;

import org.jspecify.annotations.NullMarked;
