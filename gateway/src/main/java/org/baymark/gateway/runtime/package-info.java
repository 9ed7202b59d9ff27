/** Threads: one ordered worker with a bounded queue, and how groups change threads. */
@NullMarked
package org.baymark.gateway.runtime;

import org.jspecify.annotations.NullMarked;
