/**
 * Heads anchored onward: now and then a certified head goes into a chain that others keep, so that
 * even all members together could not write its history anew. Optional, and nothing waits for it.
 */
@NullMarked
package org.baymark.node.onward;

import org.jspecify.annotations.NullMarked;
