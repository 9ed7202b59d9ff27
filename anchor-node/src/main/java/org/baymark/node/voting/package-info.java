/**
 * How a member decides what it signs: the ten rules by which heads are certified (PROTOCOL.md,
 * section 22). Pure; no disk, net, thread or clock.
 *
 * <p>{@link org.baymark.node.voting.Voter} is asked on the thread that owns ledger and store. Each
 * question is answered with a {@link org.baymark.node.voting.Step}: first its {@link
 * org.baymark.node.voting.Minute}s are recorded durably, then its messages may leave, to every
 * other member; they may be lost, doubled or late, and {@link org.baymark.node.voting.Voter#again}
 * says what to repeat. Whoever records first needs nothing more: after a crash the voter goes on
 * from {@link org.baymark.node.voting.Recorded}, which is the sum of all minutes.
 *
 * <pre>
 * closed(head, era, branch, now)   the ledger closed a head: in the transaction of its entries
 * heard(message, branch, now)      a message of a peer
 * moved(branch, now)               the branch grew, or was exchanged for a certified one
 * stop(branch)                     an operator asks for it, or there is no progress
 * </pre>
 *
 * A step that says {@link org.baymark.node.voting.Step#follow} names a head that the branch has to
 * hold and does not; after {@link org.baymark.node.voting.Minute.Entered} the branch is rolled back
 * to the start of the new epoch.
 */
@NullMarked
package org.baymark.node.voting;

import org.jspecify.annotations.NullMarked;
