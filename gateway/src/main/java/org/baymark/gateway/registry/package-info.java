/** Which devices this gateway believes, by which keys. */
@NullMarked
package org.baymark.gateway.registry;

import org.jspecify.annotations.NullMarked;
