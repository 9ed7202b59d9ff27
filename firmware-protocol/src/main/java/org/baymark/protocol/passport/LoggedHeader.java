package org.baymark.protocol.passport;

import org.baymark.protocol.batch.BatchHeader;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cose.DevUrn;

/** A batch header in the log. */
public record LoggedHeader(Logged logged, BatchHeader header) {

  public static LoggedHeader of(Logged logged) throws RefusalException {
    return new LoggedHeader(logged, BatchHeader.parse(logged.signed()).orRefuse());
  }

  static LoggedHeader read(CborReader in) throws RefusalException {
    int start = in.offset();
    Logged logged = Logged.read(in);
    return Parsed.at(start, () -> of(logged));
  }

  public Digest id() {
    return logged.signed().id();
  }

  public DevUrn gateway() {
    return logged.signed().issuer();
  }

  public long index() {
    return logged.index();
  }

  /** For a person: which batch of which gateway. */
  public String text() {
    return "gateway " + gateway() + ", batch " + header.number();
  }
}
