package org.baymark.sim.shell;

import java.io.IOException;

/** A file that the command cannot work with; the message is for the person who named it. */
public final class Unusable extends IOException {
  private static final long serialVersionUID = 1L;

  public Unusable(String message) {
    super(message);
  }
}
