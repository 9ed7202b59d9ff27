package org.baymark.node.voting;

/** A schedule led to what must never be. */
final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Violation(String what) {
    super(what);
  }
}
