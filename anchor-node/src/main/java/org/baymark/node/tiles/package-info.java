/** C2SP tlog-tiles: which hashes and entries stand in which tile, and how a tile is named. Pure. */
@NullMarked
package org.baymark.node.tiles;

import org.jspecify.annotations.NullMarked;
