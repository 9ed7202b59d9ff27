/**
 * Where what follows from a log is kept: facts under keys, which can be read as they were at a mark
 * and taken back to one; and the tree and the map that are made of them.
 */
@NullMarked
package org.baymark.node.shelf;

import org.jspecify.annotations.NullMarked;
