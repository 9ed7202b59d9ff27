/** Asking somebody over HTTP who may be slow, or never stop talking. */
@NullMarked
package org.baymark.node.fetch;

import org.jspecify.annotations.NullMarked;
