package org.baymark.protocol.voting;

import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;

/** An opening, and beside it the set that it names: all that a member needs to enter an epoch. */
public record Opened(Opening opening, StopSet stopSet) implements Message {
  private static final String KIND = "baymark opened v1";

  public Opened {
    Optional<String> fault = fault(opening, stopSet);
    if (fault.isPresent()) {
      throw new IllegalArgumentException(fault.get());
    }
  }

  private static Optional<String> fault(Opening opening, StopSet stopSet) {
    boolean fits =
        opening.epoch() == stopSet.epoch() + 1
            && opening.origin().equals(stopSet.origin())
            && opening.stopSet().equals(stopSet.digest());
    return fits ? Optional.empty() : Optional.of("not the stop set that the opening names");
  }

  public static Parsed<Opened> parse(Bytes encoded) {
    return Parsed.of(() -> read(encoded));
  }

  private static Opened read(Bytes encoded) throws RefusalException {
    CborReader in = CborReader.open(encoded);
    in.arrayOf(3);
    in.literal(KIND);
    Opening opening = in.embedded(Opening.SIZE_MAX, Opening::parse);
    int start = in.offset();
    StopSet stopSet = in.embedded(StopSet.SIZE_MAX, StopSet::parse);
    Optional<String> fault = fault(opening, stopSet);
    if (fault.isPresent()) {
      throw new RefusalException(Refusal.OUT_OF_RANGE, start, fault.get());
    }
    return new Opened(opening, stopSet);
  }

  public long epoch() {
    return opening.epoch();
  }

  @Override
  public Bytes encoded() {
    CborWriter out = new CborWriter().array(3).text(KIND);
    return out.bytes(opening.signed().encoded()).bytes(stopSet.encoded()).toBytes();
  }
}
