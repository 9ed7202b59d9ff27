/**
 * Threads and memory: one ordered worker with a bounded queue, how groups change threads, and what
 * half-sent bodies may hold.
 */
@NullMarked
package org.baymark.gateway.runtime;

import org.jspecify.annotations.NullMarked;
