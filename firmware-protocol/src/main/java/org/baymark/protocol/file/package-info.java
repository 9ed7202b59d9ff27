/** Files that are there whole or not at all, and that nobody reads who should not. */
@NullMarked
package org.baymark.protocol.file;

import org.jspecify.annotations.NullMarked;
