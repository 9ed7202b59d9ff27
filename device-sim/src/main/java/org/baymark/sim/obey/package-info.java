/** A device that does what its gateway tells it. */
@NullMarked
package org.baymark.sim.obey;

import org.jspecify.annotations.NullMarked;
