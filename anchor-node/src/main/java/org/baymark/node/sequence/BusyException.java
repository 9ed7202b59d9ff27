package org.baymark.node.sequence;

/** Too much waits already: try again later. Nothing was done. */
public final class BusyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BusyException() {
    super("too many commands wait", null, false, false);
  }
}
