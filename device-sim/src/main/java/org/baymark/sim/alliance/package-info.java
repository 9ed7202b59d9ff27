/** A node and a gateway as processes of their own, started through the launcher, and their API. */
@NullMarked
package org.baymark.sim.alliance;

import org.jspecify.annotations.NullMarked;
