/**
 * A gateway put together, and what it does by itself while it runs: which parts it starts, by which
 * settings, which of them follow a changed file, and when it ends. {@link
 * org.baymark.gateway.running.Gateway} is the drawing.
 */
@NullMarked
package org.baymark.gateway.running;

import org.jspecify.annotations.NullMarked;
