/**
 * One order of commands for several members, kept by Apache Ratis. The only room that knows it.
 *
 * <p>Nothing that is trusted rests on this room. Ratis holds against members that fail, not against
 * members that lie: one that leads can order commands as it likes, leave some out, or tell others
 * different orders; any member can call for elections without end, or go on as if it led. So a liar
 * can delay entries, choose which of two contradicting ones comes first, and stop the log. It
 * cannot make an entry that a member's ledger would refuse, for every member applies the rules
 * itself; and it cannot have two heads certified, for that takes the reports and co-signatures of k
 * members, each over what it executed itself (room voting). After such a stop the members begin a
 * new order, one for each epoch.
 *
 * <p>Strangers reach nothing here: the one port takes only the certificates that stand in the
 * member set, and a call only from the member that it says it is from. Configuration and
 * submissions have no port at all.
 */
@NullMarked
package org.baymark.node.order;

import org.jspecify.annotations.NullMarked;
