/**
 * What survives: entries, subject lists and signed heads in SQLite. The only room that knows SQL.
 */
@NullMarked
package org.baymark.node.store;

import org.jspecify.annotations.NullMarked;
