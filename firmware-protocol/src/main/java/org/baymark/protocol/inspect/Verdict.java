package org.baymark.protocol.inspect;

/** What was found of a signature: a sentence for a person. */
record Verdict(boolean right, String text) {
  static Verdict right(String by) {
    return new Verdict(true, "right, " + by);
  }

  static Verdict wrong(String why) {
    return new Verdict(false, "wrong: " + why);
  }
}
