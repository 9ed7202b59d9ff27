/** What the gateway keeps, in one SQLite file: the only room that knows SQL. */
@NullMarked
package org.baymark.gateway.store;

import org.jspecify.annotations.NullMarked;
