package org.baymark.node.sequence;

import java.util.Optional;
import org.baymark.protocol.index.Era;
import org.baymark.protocol.merkle.TreeHead;

/**
 * Where the votes call this member. All of it is durable.
 *
 * @param era of the epoch that it is in
 * @param start the head with which that epoch starts: the log has to begin with it
 * @param follow a head that k members stand behind and that the log lacked or contradicted when the
 *     votes were last looked at
 */
public record Course(Era era, TreeHead start, Optional<TreeHead> follow) {}
