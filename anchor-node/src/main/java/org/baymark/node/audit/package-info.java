/**
 * What anybody can find out about a log without trusting those who keep it: it reads what members
 * serve to everyone and does the sums again. It shares nothing with the node but the formats of
 * PROTOCOL.md, so that a fault of the one is no fault of the other.
 */
@NullMarked
package org.baymark.node.audit;

import org.jspecify.annotations.NullMarked;
