/** What happens to bytes between a transport and the store: checks, order, answers. */
@NullMarked
package org.baymark.gateway.admission;

import org.jspecify.annotations.NullMarked;
