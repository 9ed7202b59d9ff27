package org.baymark.node.ledger;

import static org.baymark.node.ledger.RejectionException.demand;

import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.index.Era;
import org.baymark.protocol.index.IndexKeys;
import org.baymark.protocol.index.IndexSeal;

/** How a checkpoint is closed, and a carried change comes into force above it. */
final class Turns {
  private final Facts facts;

  Turns(Facts facts) {
    this.facts = facts;
  }

  Result close(Era era) throws RejectionException {
    Optional<ClosedLog> before = facts.closings.last();
    Era last = before.map(ClosedLog::era).orElse(Era.FIRST);
    demand(
        era.epoch() > last.epoch() || era.equals(last),
        Rejection.WRONG_ERA,
        "a checkpoint of epoch " + era.epoch() + " after one of epoch " + last.epoch());
    Bytes seal =
        new IndexSeal(
                era.epoch(),
                era.stopSet(),
                before.map(ClosedLog::height).orElse(0L) + 1,
                facts.log.size(),
                facts.index.root(),
                facts.terms.now().digest(),
                before.map(ClosedLog::head))
            .encode();
    ClosedLog now = facts.close(seal);
    turn();
    return new Result.Closed(now);
  }

  /**
   * Where the log ends with a checkpoint, what was due comes into force. It is no part of what that
   * checkpoint closed: a log that goes back to it comes here again.
   */
  void turn() {
    long above = facts.log.size();
    boolean isClosed = facts.closings.at(above).isPresent();
    Optional<Pending.Due> next = isClosed ? facts.council.takeDue() : Optional.empty();
    // What former registrars signed stays signed: the index says so from now on.
    next.ifPresent(
        due ->
            facts
                .terms
                .begin(above, due)
                .forEach(
                    former ->
                        facts.index.put(
                            IndexKeys.registrar(former.key().thumbprint()),
                            former.state().encode())));
  }
}
