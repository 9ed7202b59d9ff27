package org.baymark.protocol.accuse;

import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.statement.Unverified;

/**
 * Against a device: it signed two different statements with one number.
 *
 * @param evidence with the registration of its key
 * @param first the one with the smaller id
 */
public record Equivocation(Evidence evidence, Unverified first, Unverified second)
    implements Accusation {
  private static final int ITEMS = 4;

  static Equivocation read(int items, CborReader in) throws RefusalException {
    Accusation.demandItems(items, ITEMS);
    Evidence evidence = Evidence.read(in);
    Unverified first = in.embedded(Unverified.SIZE_MAX, Unverified::parse);
    int start = in.offset();
    Unverified second = in.embedded(Unverified.SIZE_MAX, Unverified::parse);
    if (first.signed().id().compareTo(second.signed().id()) >= 0) {
      throw new RefusalException(Refusal.NOT_DETERMINISTIC, start, "ids do not ascend");
    }
    return new Equivocation(evidence, first, second);
  }

  /** Of two statements in either order. */
  static Equivocation of(Evidence evidence, Unverified one, Unverified other) {
    boolean ascends = one.signed().id().compareTo(other.signed().id()) < 0;
    return new Equivocation(evidence, ascends ? one : other, ascends ? other : one);
  }

  @Override
  public Kind kind() {
    return Kind.EQUIVOCATION;
  }

  @Override
  public Bytes encoded() {
    CborWriter out = new CborWriter().array(ITEMS).text(kind().type());
    evidence.write(out);
    return out.bytes(first.signed().encoded()).bytes(second.signed().encoded()).toBytes();
  }
}
