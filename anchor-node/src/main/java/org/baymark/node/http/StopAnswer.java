package org.baymark.node.http;

import java.util.Optional;
import org.baymark.node.sequence.Ballot;

/**
 * What came of an operator's wish to end the epoch.
 *
 * @param ballot where this member stands now
 * @param tooSoon why nothing was signed, in a sentence; empty if it was, or was before
 */
public record StopAnswer(Ballot ballot, Optional<String> tooSoon) {}
