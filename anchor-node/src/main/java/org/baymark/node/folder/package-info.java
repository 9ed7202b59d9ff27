/** The working folder of a node: where its files lie, and how secrets are written and read. */
@NullMarked
package org.baymark.node.folder;

import org.jspecify.annotations.NullMarked;
