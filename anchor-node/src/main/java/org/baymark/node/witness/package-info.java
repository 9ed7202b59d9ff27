/**
 * C2SP tlog-witness, both sides: this member as a witness of others' logs, and outside witnesses
 * for ours. Neither has a say in what the alliance certifies.
 */
@NullMarked
package org.baymark.node.witness;

import org.jspecify.annotations.NullMarked;
