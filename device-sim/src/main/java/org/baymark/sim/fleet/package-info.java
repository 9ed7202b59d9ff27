/** Devices, what they measure and how they lie: pure, and all of it out of a seed. */
@NullMarked
package org.baymark.sim.fleet;

import org.jspecify.annotations.NullMarked;
