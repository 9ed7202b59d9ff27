package org.baymark.node.ledger;

import java.util.List;
import java.util.Optional;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.index.Era;

/**
 * What the log is asked to do. All members apply the same commands in the same order, so a command
 * holds all that its outcome depends on: no clock and no key of a member decides anything here.
 */
public sealed interface Command {

  /** Start the log with its members: its first entry, once. */
  record Found(Sign1 genesis) implements Command {}

  /** Take a registration or a revocation that a member signed. */
  record Admit(Sign1 signed) implements Command {}

  /** Take a proposal or a vote that a member signed. */
  record Decide(Sign1 signed) implements Command {}

  /**
   * Take a batch of a gateway.
   *
   * @param subjects beside the header: members check it and keep it, nobody publishes it
   */
  record FileBatch(Sign1 header, List<SubjectEntry> subjects) implements Command {
    public FileBatch {
      subjects = List.copyOf(subjects);
    }
  }

  /**
   * Seal the index and close a checkpoint.
   *
   * @param era in which it is closed; the seal repeats it
   */
  record Close(Era era) implements Command {}

  /**
   * The command that a stored entry came from.
   *
   * @param subjects what was stored beside it; empty unless it is the header of a batch
   */
  static Command ofEntry(Sign1 entry, List<SubjectEntry> subjects) {
    if (entry.contentType() == ContentType.MEMBERS) {
      return new Found(entry);
    }
    if (entry.contentType() == ContentType.GOVERNANCE) {
      return new Decide(entry);
    }
    return entry.contentType() == ContentType.BATCH
        ? new FileBatch(entry, subjects)
        : new Admit(entry);
  }

  /** What it appends; empty for {@link Close}, whose seal only the ledger can compute. */
  default Optional<Sign1> entry() {
    if (this instanceof Found found) {
      return Optional.of(found.genesis());
    }
    if (this instanceof Admit admit) {
      return Optional.of(admit.signed());
    }
    if (this instanceof Decide decide) {
      return Optional.of(decide.signed());
    }
    return this instanceof FileBatch batch ? Optional.of(batch.header()) : Optional.empty();
  }

  /** What is stored beside the entry. */
  default List<SubjectEntry> beside() {
    return this instanceof FileBatch batch ? batch.subjects() : List.of();
  }
}
