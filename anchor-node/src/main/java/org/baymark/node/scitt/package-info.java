/** What others' programs can check of the log without knowing it: receipts (RFC 9942, RFC 9943). */
@NullMarked
package org.baymark.node.scitt;

import org.jspecify.annotations.NullMarked;
