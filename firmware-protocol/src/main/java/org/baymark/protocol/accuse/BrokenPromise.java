package org.baymark.protocol.accuse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.batch.Acknowledgement.Promised;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.passport.Passport.Disclosure;
import org.baymark.protocol.passport.SubjectProof;

/**
 * Against a gateway: it signed that it would file a statement by a certain batch, and its batches
 * up to that one lack it.
 *
 * @param evidence with all filings of the promised subject key, their headers, the state of the
 *     gateway and its registration
 * @param disclosures aligned with these filings; empty for those of other gateways and later ones
 */
public record BrokenPromise(
    Evidence evidence, SignedPromise promise, List<Optional<Disclosure>> disclosures)
    implements Accusation {
  private static final int ITEMS = 2 + SignedPromise.ITEMS + 1;

  public BrokenPromise {
    disclosures = List.copyOf(disclosures);
  }

  static BrokenPromise read(int items, CborReader in) throws RefusalException {
    Accusation.demandItems(items, ITEMS);
    Evidence evidence = Evidence.read(in);
    SignedPromise promise = SignedPromise.readInside(in);
    int start = in.offset();
    SubjectProof proof =
        proof(evidence, promise.promised())
            .orElseThrow(
                () -> new RefusalException(Refusal.MISSING_FIELD, start, "no proof about that K"));
    in.arrayOf(proof.filings().size());
    List<Optional<Disclosure>> disclosures = new ArrayList<>();
    for (int i = 0; i < proof.filings().size(); i++) {
      disclosures.add(in.skipNull() ? Optional.empty() : Optional.of(Disclosure.read(in)));
    }
    return new BrokenPromise(evidence, promise, disclosures);
  }

  private static Optional<SubjectProof> proof(Evidence evidence, Promised promised) {
    return evidence.subjects().stream()
        .filter(proof -> proof.subjectKey().equals(promised.subjectKey()))
        .findFirst();
  }

  /** What the index has of the promised subject key. */
  SubjectProof proof() {
    return proof(evidence, promise.promised()).orElseThrow();
  }

  @Override
  public Kind kind() {
    return Kind.BROKEN_PROMISE;
  }

  @Override
  public Bytes encoded() {
    CborWriter out = new CborWriter().array(ITEMS).text(kind().type());
    evidence.write(out);
    promise.writeInside(out);
    out.array(disclosures.size());
    disclosures.forEach(one -> one.ifPresentOrElse(it -> it.write(out), out::nil));
    return out.toBytes();
  }
}
