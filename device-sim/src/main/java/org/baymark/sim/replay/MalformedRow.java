package org.baymark.sim.replay;

/** A row that cannot be understood; the message says why. */
final class MalformedRow extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedRow(String why) {
    super(why);
  }
}
