package org.baymark.node.order;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class GrpcLogTest {
  private static final String METRICS = "org.apache.ratis.thirdparty.io.grpc.netty.TcpMetrics";

  /** Stands where java.util.logging writes to standard error. */
  private static final class Console extends Handler {
    private final List<LogRecord> written = new ArrayList<>();

    @Override
    public void publish(LogRecord said) {
      written.add(said);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Test
  void whatTheLibrariesInRatisSayGoesToOurLogOnceAndNotToTheConsole() {
    java.util.logging.Logger root = LogManager.getLogManager().getLogger("");
    Console console = new Console();
    root.addHandler(console);
    Logger ours = (Logger) LoggerFactory.getLogger(METRICS);
    ListAppender<ILoggingEvent> said = new ListAppender<>();
    said.start();
    ours.addAppender(said);
    ours.setLevel(Level.INFO);
    try {
      GrpcLog.join();
      GrpcLog.join();
      java.util.logging.Logger theirs = java.util.logging.Logger.getLogger(METRICS);
      theirs.log(java.util.logging.Level.INFO, "Epoll available: {0}", false);
      theirs.log(java.util.logging.Level.WARNING, "odd", new IllegalStateException("why"));
      assertEquals(List.of(), console.written);
      assertEquals(
          List.of("INFO Epoll available: false", "WARN odd"),
          said.list.stream().map(it -> it.getLevel() + " " + it.getFormattedMessage()).toList());
      assertEquals("why", said.list.get(1).getThrowableProxy().getMessage());
    } finally {
      root.removeHandler(console);
      ours.detachAppender(said);
      ours.setLevel(null);
    }
  }
}
