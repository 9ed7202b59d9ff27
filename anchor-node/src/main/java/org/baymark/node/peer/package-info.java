/**
 * What members say to one another besides the order: commands for whoever leads, votes, and the log
 * for who lacks a part of it. HTTPS between certificates that stand in the member set; each request
 * is its sender's and bounded in size and time, whatever the sender does.
 */
@NullMarked
package org.baymark.node.peer;

import org.jspecify.annotations.NullMarked;
