package org.baymark.protocol.fuzz;

import org.baymark.protocol.bytes.Bytes;

/** What the fuzzer calls, once an input. The property {@code fuzz.target} says what is tried. */
public final class OneInput {
  static final String PROPERTY = "fuzz.target";

  private static final Target TARGET = Target.ofWireName(System.getProperty(PROPERTY, "cbor"));

  private OneInput() {}

  /** By this name, once before all inputs: to load the vectors is not the first input's time. */
  public static void fuzzerInitialize() {
    Corpus.seeds(TARGET).stream().limit(1).forEach(TARGET::check);
  }

  /** By this name and form the fuzzer finds it. */
  public static void fuzzerTestOneInput(byte[] input) {
    TARGET.check(Bytes.of(input));
  }
}
