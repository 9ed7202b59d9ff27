package org.baymark.gateway.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.baymark.gateway.TestDevice;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Suite;

/** Devices that speak at once, each as fast as it is answered, until the other side is gone. */
final class CrashLoad {
  /** A broker acknowledges at once, and would leave nothing of the gateway to the others. */
  private static final long BROKER_PAUSE_NANOS = 10_000_000;

  private static final long AGAIN_NANOS = 50_000_000;

  private final CrashLedger ledger;
  private final List<Speaker> speakers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Set<String> answered = ConcurrentHashMap.newKeySet(); // ways, since all began
  private final List<Throwable> complaints = new CopyOnWriteArrayList<>();
  private volatile boolean over = true;

  CrashLoad(CrashLedger ledger) {
    this.ledger = ledger;
  }

  /** One device, from one round to the next. */
  private static final class Speaker {
    private final TestDevice device;
    private final String way;
    private final boolean throughBroker;
    private final Function<TestDevice, CrashLine> connect;
    private long next;
    private Optional<Bytes> unanswered = Optional.empty();

    Speaker(
        TestDevice device,
        String way,
        boolean throughBroker,
        Function<TestDevice, CrashLine> connect) {
      this.device = device;
      this.way = way;
      this.throughBroker = throughBroker;
      this.connect = connect;
    }

    /** What was not answered is said again every second time, and else given up. */
    Bytes statement() {
      Optional<Bytes> again = unanswered.filter(any -> next % 2 == 0);
      return again.orElseGet(() -> device.says(1, next++).encoded());
    }
  }

  /**
   * Adds a device.
   *
   * @param connect opens its line, where the gateway listens then
   */
  void add(String way, boolean throughBroker, Function<TestDevice, CrashLine> connect) {
    TestDevice device = TestDevice.named("crash-" + speakers.size(), Suite.EDDSA);
    speakers.add(new Speaker(device, way, throughBroker, connect));
  }

  List<TestDevice> devices() {
    return speakers.stream().map(speaker -> speaker.device).toList();
  }

  /** All begin. */
  void begin() {
    over = false;
    answered.clear();
    for (Speaker speaker : speakers) {
      Thread thread = new Thread(() -> speak(speaker), speaker.way);
      threads.add(thread);
      thread.start();
    }
  }

  /** Whether each way has brought a statement in since all began, or something is wrong. */
  boolean isUnderWay() {
    return !complaints.isEmpty()
        || speakers.stream().allMatch(speaker -> answered.contains(speaker.way));
  }

  /** Nobody answers any more; comes back when all know it, and throws what was not as it should. */
  void end() throws InterruptedException {
    over = true;
    for (Thread thread : threads) {
      thread.join();
    }
    threads.clear();
    for (Throwable complaint : complaints) {
      throw new AssertionError(complaint);
    }
  }

  /** Connects again as often as it is cut: a slow machine may let a first attempt run out. */
  private void speak(Speaker speaker) {
    while (!over && complaints.isEmpty()) {
      speakOnce(speaker);
      LockSupport.parkNanos(AGAIN_NANOS);
    }
  }

  private void speakOnce(Speaker speaker) {
    try (CrashLine line = speaker.connect.apply(speaker.device)) {
      while (!over && say(speaker, line)) {
        // The next one.
      }
    } catch (AssertionError refused) {
      complaints.add(refused);
    } catch (RuntimeException cut) {
      // It was about to connect; what it had to say waits.
    }
  }

  private boolean say(Speaker speaker, CrashLine line) {
    Bytes statement = speaker.statement();
    ledger.said(statement);
    speaker.unanswered = Optional.of(statement);
    CrashLine.Answer answer = line.say(statement, () -> over);
    if (answer == CrashLine.Answer.STORED) {
      speaker.unanswered = Optional.empty();
      answered.add(speaker.way);
      if (speaker.throughBroker) {
        ledger.acknowledgedByBroker(speaker.way, statement);
        LockSupport.parkNanos(BROKER_PAUSE_NANOS);
      } else {
        ledger.acknowledged(speaker.way, statement);
      }
    }
    return answer != CrashLine.Answer.NONE;
  }
}
