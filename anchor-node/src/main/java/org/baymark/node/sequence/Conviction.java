package org.baymark.node.sequence;

import org.baymark.protocol.bytes.Digest;

/**
 * Evidence against a member that this one keeps, for everyone to see.
 *
 * @param id under which its file is handed out
 * @param member its name
 * @param what it signed two of, in the plural
 * @param isWhole whether the file is an accusation that a stranger can check; not yet, where no
 *     head is certified that names the member
 */
public record Conviction(Digest id, String member, String what, boolean isWhole) {}
