/**
 * Threads and memory: one ordered worker with a bounded queue, how groups change threads, in which
 * order all is stopped, and what half-sent bodies may hold.
 */
@NullMarked
package org.baymark.gateway.runtime;

import org.jspecify.annotations.NullMarked;
