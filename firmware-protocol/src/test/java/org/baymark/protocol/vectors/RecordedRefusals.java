package org.baymark.protocol.vectors;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;
import org.baymark.protocol.bytes.RefusalException;
import org.junit.jupiter.api.function.Executable;

/**
 * Where refusals came from while something ran: the calls on the stack of each. A refusal knows no
 * stack of its own, but the flight recorder of the JVM keeps one of every exception.
 */
final class RecordedRefusals {
  private static final String MADE = "jdk.JavaExceptionThrow";

  private RecordedRefusals() {}

  static Set<RefusalSites.Site> during(Path folder, Executable run) throws Throwable {
    Path file = folder.resolve("refusals.jfr");
    try (Recording recording = new Recording()) {
      recording.enable(MADE).withStackTrace().with("throttle", "off"); // JDK 25 samples else
      recording.start();
      run.execute();
      recording.stop();
      recording.dump(file);
    }
    return sites(file);
  }

  private static Set<RefusalSites.Site> sites(Path file) throws IOException {
    Set<RefusalSites.Site> sites = new HashSet<>();
    try (RecordingFile events = new RecordingFile(file)) {
      while (events.hasMoreEvents()) {
        RecordedEvent event = events.readEvent();
        if (event.getEventType().getName().equals(MADE) && isRefusal(event)) {
          event.getStackTrace().getFrames().forEach(frame -> sites.add(site(frame)));
        }
      }
    }
    return sites;
  }

  private static boolean isRefusal(RecordedEvent event) {
    RecordedClass thrown = event.getClass("thrownClass");
    return thrown.getName().equals(RefusalException.class.getName());
  }

  private static RefusalSites.Site site(RecordedFrame frame) {
    var method = frame.getMethod();
    String name = method.getName() + method.getDescriptor();
    return new RefusalSites.Site(method.getType().getName(), name, frame.getBytecodeIndex());
  }
}
