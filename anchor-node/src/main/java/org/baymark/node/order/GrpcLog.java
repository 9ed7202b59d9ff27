package org.baymark.node.order;

import java.util.Arrays;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.slf4j.LoggerFactory;

/**
 * The gRPC inside Ratis reports through java.util.logging, which would write to standard error past
 * our log. What it says goes where all else of Ratis goes.
 */
final class GrpcLog extends Handler {
  /** Held here: java.util.logging forgets a logger that nobody holds, and what was set on it. */
  private static final Logger LIBRARIES = Logger.getLogger("org.apache.ratis.thirdparty");

  private final Formatter words = new SimpleFormatter();

  private GrpcLog() {}

  /** From now on; before Ratis starts, for it speaks then. */
  static synchronized void join() {
    boolean isJoined = Arrays.stream(LIBRARIES.getHandlers()).anyMatch(GrpcLog.class::isInstance);
    if (!isJoined) {
      LIBRARIES.setUseParentHandlers(false);
      LIBRARIES.addHandler(new GrpcLog());
    }
  }

  @Override
  public void publish(LogRecord said) {
    LoggerFactory.getLogger(String.valueOf(said.getLoggerName()))
        .atLevel(level(said.getLevel()))
        .setCause(said.getThrown())
        .log(words.formatMessage(said));
  }

  private static org.slf4j.event.Level level(Level level) {
    if (level.intValue() >= Level.SEVERE.intValue()) {
      return org.slf4j.event.Level.ERROR;
    }
    if (level.intValue() >= Level.WARNING.intValue()) {
      return org.slf4j.event.Level.WARN;
    }
    return level.intValue() >= Level.INFO.intValue()
        ? org.slf4j.event.Level.INFO
        : org.slf4j.event.Level.DEBUG;
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
