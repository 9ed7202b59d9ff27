package org.baymark.protocol.accuse;

import java.util.List;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.papers.KeyCard;
import org.baymark.protocol.passport.Evidence;

/**
 * Against the quorum: its log holds a batch with an entry about a subject, and the index that it
 * certified lacks it.
 *
 * @param evidence with the batch's header, and all filings of the subject that the index has
 * @param cards whose key the entry is under; none for a device
 */
public record Omission(Evidence evidence, List<KeyCard> cards, Subject subject, FiledEntry filed)
    implements Accusation {
  private static final int ITEMS = 4 + FiledEntry.ITEMS;

  public Omission {
    cards = List.copyOf(cards);
  }

  static Omission read(int items, CborReader in) throws RefusalException {
    Accusation.demandItems(items, ITEMS);
    Evidence evidence = Evidence.read(in);
    List<KeyCard> cards = Accusation.readCards(in);
    int start = in.offset();
    Subject subject = Subject.read(in.text(Subject.SIZE_MAX), start);
    return new Omission(evidence, cards, subject, FiledEntry.readInside(in));
  }

  @Override
  public Kind kind() {
    return Kind.OMISSION;
  }

  @Override
  public Bytes encoded() {
    CborWriter out = new CborWriter().array(ITEMS).text(kind().type());
    evidence.write(out);
    Accusation.writeCards(out, cards);
    filed.writeInside(out.text(subject.text()));
    return out.toBytes();
  }
}
