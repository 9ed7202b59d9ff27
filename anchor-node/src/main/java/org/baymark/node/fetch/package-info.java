/** Asking somebody over HTTP who may be slow, or never stop talking; and what nodes answer. */
@NullMarked
package org.baymark.node.fetch;

import org.jspecify.annotations.NullMarked;
