package org.baymark.protocol.statement;

import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;

/**
 * What a device says runs on it. Its own word: a device whose software was replaced can lie, and
 * one with a measuring boot loader cannot so easily.
 *
 * @param version as its maker calls it, 1 to 64 printable ASCII characters
 * @param image SHA-256 of the firmware image, as the maker publishes it
 */
public record Firmware(String version, Digest image) {
  public Firmware {
    if (!Text64.isOne(version)) {
      throw new IllegalArgumentException("a version is " + Text64.RULE + ": " + version);
    }
  }

  static Firmware read(CborReader in) throws RefusalException {
    in.arrayOf(2);
    int start = in.offset();
    String version = in.text(Text64.SIZE_MAX);
    if (!Text64.isOne(version)) {
      throw new RefusalException(Refusal.BAD_EVENT, start, "a version is " + Text64.RULE);
    }
    return new Firmware(version, in.digest());
  }

  void write(CborWriter out) {
    out.array(2).text(version).digest(image);
  }
}
