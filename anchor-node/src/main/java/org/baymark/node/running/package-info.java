/**
 * A node put together, and what it does by itself while it runs: as which member the log lets it
 * start, which doors it opens, when it closes a checkpoint, tells the others how it votes, ends an
 * epoch, begins anew, or waits for room on its disk.
 *
 * <p>{@link org.baymark.node.running.Node} is the drawing. Whoever starts one asks {@link
 * org.baymark.node.running.Beginning} before anything is written.
 */
@NullMarked
package org.baymark.node.running;

import org.jspecify.annotations.NullMarked;
