/** The log as a pure state machine: a command in, a result out, and nothing else changed. */
@NullMarked
package org.baymark.node.ledger;

import org.jspecify.annotations.NullMarked;
