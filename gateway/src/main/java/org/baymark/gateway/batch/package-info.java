/** Seals what was stored into batches. */
@NullMarked
package org.baymark.gateway.batch;

import org.jspecify.annotations.NullMarked;
