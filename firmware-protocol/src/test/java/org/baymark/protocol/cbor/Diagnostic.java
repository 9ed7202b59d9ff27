package org.baymark.protocol.cbor;

import java.util.ArrayList;
import java.util.List;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.RefusalException;

/** Diagnostic notation (RFC 8949, section 8) of what the reader pulls out of an item. */
final class Diagnostic {
  private final CborReader in;

  private Diagnostic(CborReader in) {
    this.in = in;
  }

  /** The notation, or the name of the refusal. */
  static String of(String hex) {
    return Parsed.of(() -> new Diagnostic(CborReader.open(Bytes.ofHex(hex))).item())
        .match(text -> text, refused -> refused.refusal().wireName());
  }

  private String item() throws RefusalException {
    switch (in.peek()) {
      case UNSIGNED, NEGATIVE -> {
        return Long.toString(in.integer());
      }
      case BYTES -> {
        return "h'" + in.bytes(Integer.MAX_VALUE) + "'";
      }
      case TEXT -> {
        return '"' + in.text(Integer.MAX_VALUE).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
      }
      case ARRAY -> {
        List<String> items = new ArrayList<>();
        for (int left = in.array(0, Integer.MAX_VALUE); left > 0; left--) {
          items.add(item());
        }
        return items.toString();
      }
      case FLOAT -> {
        return Double.toHexString(in.floating()); // decimals differ between Java 17 and 19
      }
      default -> {
        return in.skipNull() ? "null" : Boolean.toString(in.bool());
      }
    }
  }
}
