package org.baymark.protocol.index;

import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.DevUrn;

/**
 * What the log says of a registrar key that is no longer a member's: [name, from, until]. Entries
 * that it signed stay good where they stand.
 *
 * @param name whose it was
 * @param from log index of the first entry that it could sign
 * @param until log index of the first entry that it could sign no more
 */
public record RegistrarState(DevUrn name, long from, long until) {
  public RegistrarState {
    if (from < 0 || until <= from) {
      throw new IllegalArgumentException("from entry " + from + " until " + until);
    }
  }

  public Bytes encode() {
    return new CborWriter().array(3).text(name.text()).integer(from).integer(until).toBytes();
  }
}
