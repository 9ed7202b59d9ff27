package org.baymark.gateway.runtime;

/** Too much waits already; nothing was done, come again. */
public final class BusyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BusyException(String sentence) {
    super(sentence, null, false, false); // an answer, not a fault: no stack trace
  }
}
