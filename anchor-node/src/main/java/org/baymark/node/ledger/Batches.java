package org.baymark.node.ledger;

import static org.baymark.node.ledger.GenesisRules.orMalformed;

import java.util.Optional;
import org.baymark.protocol.batch.BatchHeader;
import org.baymark.protocol.batch.Filing;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.index.GatewayState;
import org.baymark.protocol.index.IndexKeys;

/** Batches, which a gateway signs, and what the index says of their subjects. */
final class Batches {
  private final Facts facts;

  Batches(Facts facts) {
    this.facts = facts;
  }

  Result file(Command.FileBatch batch) throws RejectionException {
    Sign1 signed = batch.header();
    Facts.checkSize(signed);
    BatchHeader header = orMalformed(BatchHeader.parse(signed));
    DevUrn gateway = signed.issuer();
    RegisteredKey sender = BatchRules.sender(signed, facts.registry.latest(gateway));
    Optional<Long> there = facts.entries.header(signed.id());
    if (there.isPresent()) {
      return new Result.Already(there.get(), signed.id());
    }
    BatchRules.live(sender);
    BatchRules.next(header, facts.gateway(gateway));
    BatchRules.seen(header, facts.closings);
    BatchRules.covered(gateway, header, batch.subjects());
    BatchRules.countable(batch.subjects(), facts.filings);

    GatewayState state = new GatewayState(header.number(), signed.id());
    facts.index.put(IndexKeys.gateway(gateway), state.encode());
    for (SubjectEntry subject : batch.subjects()) {
      Filing filing = new Filing(signed.id(), subject.n(), subject.root());
      Bytes value = facts.filings.append(subject.subjectKey(), filing).encode();
      facts.index.put(IndexKeys.subject(subject.subjectKey()), value);
    }
    return facts.appendHeader(signed, sender.registration().key().thumbprint());
  }
}
