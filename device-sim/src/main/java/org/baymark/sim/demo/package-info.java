/** The demonstration: a whole cold-chain journey, and a stranger who checks what came of it. */
@NullMarked
package org.baymark.sim.demo;

import org.jspecify.annotations.NullMarked;
