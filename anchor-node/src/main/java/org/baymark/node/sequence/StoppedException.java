package org.baymark.node.sequence;

/** The node stops, or had to. What it did not answer may or may not have happened: ask again. */
public final class StoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoppedException() {
    super("the node is stopping", null, false, false);
  }
}
