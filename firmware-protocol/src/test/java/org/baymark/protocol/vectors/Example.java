package org.baymark.protocol.vectors;

import java.util.Map;

final class Example {
  private Example() {}

  static Map<String, String> blocks() {
    return Map.of();
  }
}
