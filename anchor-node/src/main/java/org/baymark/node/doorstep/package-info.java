/**
 * How many may stand at a port of whom the node does not know who they are: each costs memory
 * before it has said a word.
 */
@NullMarked
package org.baymark.node.doorstep;

import org.jspecify.annotations.NullMarked;
