package org.baymark.gateway.admission;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.baymark.gateway.admission.Recorder.Judged;
import org.baymark.gateway.admission.Recorder.Recorded;
import org.baymark.gateway.registry.DeviceRegistry;
import org.baymark.gateway.runtime.Lane;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.DiskRoom;
import org.baymark.gateway.store.EventLog;
import org.baymark.gateway.store.Quarantine;
import org.baymark.gateway.store.RecordLog;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.statement.Reveal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The order of work from a transport's bytes to an answer that may be given. Verification is what
 * costs, so it has a lane for each core; what one lane verified goes to the database as one work,
 * and works that wait there share a commit. Messages of one sender stay in their order, or a
 * device's statements would overtake each other and look late.
 */
public final class Intake implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Intake.class);

  /**
   * How much may be on its way at once; more is answered busy. This bounds the memory that senders
   * can fill: about 8 MiB of messages.
   */
  private static final int WAITING_MAX = 8192;

  private static final long WAITING_BYTES_MAX = 8L << 20;

  /** Few enough that the first of a group does not wait long for the signatures after it. */
  private static final int GROUP_MAX = 64;

  private final Admission admission;
  private final Recorder recorder;
  private final Promiser promiser;
  private final Reveals reveals;
  private final Database database;
  private final DiskRoom room;
  private final Counters counters;
  private final InstantSource clock;
  private final DeviceRates rates;

  /** Of their own, for reveals have no signature: nobody uses up a device's share with them. */
  private final DeviceRates revealRates;

  private final List<Lane<Waiting>> verifiers = new ArrayList<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong waitingBytes = new AtomicLong();

  /**
   * @param deviceRate how many statements a second are taken of one device, and how many reveals; 0
   *     for no limit
   * @param lanes how many threads verify signatures; one for each core
   */
  public Intake(
      DeviceRegistry registry,
      EventLog events,
      RecordLog records,
      Quarantine quarantine,
      Filing filing,
      Promiser promiser,
      Reveals reveals,
      Database database,
      Counters counters,
      DiskRoom room,
      InstantSource clock,
      int deviceRate,
      int lanes) {
    this.rates = new DeviceRates(deviceRate);
    this.revealRates = new DeviceRates(deviceRate);
    this.admission = new Admission(registry::find, registry::withKid);
    this.recorder = new Recorder(admission, events, records, quarantine, filing);
    this.promiser = promiser;
    this.reveals = reveals;
    this.database = database;
    database.remembering(transaction -> recorder.forget());
    this.room = room;
    this.counters = counters;
    this.clock = clock;
    for (int i = 0; i < lanes; i++) {
      verifiers.add(new Lane<>("verify-" + i, WAITING_MAX, GROUP_MAX, this::verify));
    }
  }

  /** A message on its way, and who waits for its outcome. */
  private record Waiting(Arrival arrival, long receivedMillis, Promise<Outcome> promise) {}

  /**
   * Takes one message. The future never fails; it completes when the outcome is on the disk, on the
   * database's thread, or at once with {@link Outcome.Busy}: where too much waits, and where the
   * disk is nearly full or takes nothing. It never blocks.
   */
  public Future<Outcome> take(Arrival arrival) {
    counters.received();
    Waiting message = new Waiting(arrival, clock.millis(), Promise.promise());
    int size = arrival.bytes().size();
    boolean fits =
        waiting.incrementAndGet() <= WAITING_MAX
            & waitingBytes.addAndGet(size) <= WAITING_BYTES_MAX;
    int lane = Math.floorMod(arrival.sender().hashCode(), verifiers.size());
    // Why, the operator is told; a stranger need not know.
    Optional<String> unfit = unfit();
    if (unfit.isPresent()) {
      end(message, new Outcome.Busy(unfit.get()));
    } else if (!fits || !verifiers.get(lane).offer(message)) {
      end(message, new Outcome.Busy("too much waits already"));
    }
    return message.promise().future();
  }

  /** Why the disk lets nothing be taken now. For any thread. */
  public Optional<String> unfit() {
    return database.failure().map(why -> "the disk takes nothing").or(room::shortage);
  }

  /**
   * From now on so many statements a second are taken of one device; 0 for no limit. For any
   * thread.
   */
  public void deviceRate(int perSecond) {
    rates.change(perSecond);
    revealRates.change(perSecond);
  }

  /** How many messages are on their way. */
  public int waiting() {
    return waiting.get();
  }

  /** Takes nothing more and hands what waits to the database, which is to be closed after this. */
  @Override
  public void close() {
    verifiers.forEach(Lane::close);
  }

  /** On a verifier's thread. */
  private void verify(List<Waiting> group) {
    Optional<String> unfit = unfit(); // it has come to be so while they waited
    if (unfit.isPresent()) {
      group.forEach(message -> end(message, new Outcome.Busy(unfit.get())));
      return;
    }
    List<Waiting> sound = new ArrayList<>(group.size());
    List<Judged> judged = new ArrayList<>(group.size());
    List<Waiting> shown = new ArrayList<>();
    for (Waiting message : group) {
      if (Reveal.isBegunBy(message.arrival().bytes())) {
        shown.add(message);
        continue;
      }
      try {
        Parsed<Admitted> admitted = admission.admit(message.arrival());
        if (isTooFast(admitted)) {
          end(message, new Outcome.Busy(rates.sentence()));
          continue;
        }
        judged.add(new Judged(message.arrival(), message.receivedMillis(), admitted));
        sound.add(message);
      } catch (RuntimeException e) { // a fault of ours; it must not cost the others their answer
        log.atError().setCause(e).log("a message could not be judged");
        end(message, new Outcome.Busy("a fault of the gateway, see its log"));
      }
    }
    database
        .write(transaction -> recorder.record(transaction, judged))
        .onSuccess(
            outcomes -> {
              for (int i = 0; i < outcomes.size(); i++) {
                stored(sound.get(i), outcomes.get(i));
              }
            })
        .onFailure(
            why -> {
              Outcome busy = new Outcome.Busy("the gateway cannot store it now");
              sound.forEach(message -> end(message, busy));
            });
    // Behind the statements in the writer's queue: what they reveal may have come with them.
    shown.forEach(
        message ->
            reveals
                .take(message.arrival(), revealRates)
                .onSuccess(outcome -> end(message, outcome)));
  }

  /** Records have no signature, so anybody could use up a device's share with them. */
  private boolean isTooFast(Parsed<Admitted> admitted) {
    return admitted
        .toOptional()
        .map(
            it ->
                it.match(
                    signed -> !rates.take(signed.device().name(), System.nanoTime()),
                    unsigned -> false))
        .orElse(false);
  }

  private void stored(Waiting message, Recorded recorded) {
    recorded
        .due()
        .map(promiser::promise)
        .orElse(Future.succeededFuture(Optional.empty()))
        .map(it -> it.<Outcome>map(word -> new Outcome.Promised(recorded.outcome(), word)))
        .onSuccess(promised -> end(message, promised.orElse(recorded.outcome())));
  }

  private void end(Waiting message, Outcome outcome) {
    waiting.decrementAndGet();
    waitingBytes.addAndGet(-message.arrival().bytes().size());
    counters.ended(outcome);
    message.promise().complete(outcome);
  }
}
