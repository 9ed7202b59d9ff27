package org.baymark.protocol.vectors;

import java.util.LinkedHashMap;
import java.util.Map;
import org.baymark.protocol.bytes.Bytes;

/** Every vector file and what is in it. */
final class Vectors {
  private Vectors() {}

  static Map<String, Bytes> all() {
    Map<String, Bytes> all = new LinkedHashMap<>();
    PassportVectors.make().forEach((name, content) -> all.put("passport/" + name, content));
    return all;
  }
}
