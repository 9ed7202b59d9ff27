package org.baymark.node.beside;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.baymark.node.sequence.LogStatus;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.log.Cosigner;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.NoteSignature;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;
import org.baymark.protocol.voting.Cosigned;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes this member's lines beside its Ed25519 co-signature, and gathers those of the others and
 * the co-signatures that came after enough had certified the head, on a thread of its own. It signs
 * only what is certified and durable here and holds this member's Ed25519 line: so each of these
 * lines says of a head what that one said first.
 */
public final class LinesBeside implements UnaryOperator<SignedCheckpoint>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LinesBeside.class);

  /** What was lost on the way is said again: after a second, and after two. */
  private static final long SAY_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final int TIMES_SAID = 3;

  /**
   * With what this member signs.
   *
   * @param first of its Ed25519 co-signatures
   * @param second makes those beside; may be none
   */
  public record Pens(DevUrn member, NoteKey first, List<Cosigner> second) {
    public Pens {
      second = List.copyOf(second);
    }
  }

  private final Supplier<LogStatus> log;
  private final Pens pens;
  private final Consumer<Cosigned> outbox;
  private final InstantSource clock;

  private final Voices voices = new Voices();
  private final Thread thread = new Thread(this::run, "lines");
  private Optional<Gathered> gathered = Optional.empty(); // the thread owns it, and the next three
  private Optional<Cosigned> own = Optional.empty();
  private int timesSaid;
  private long saidAt; // by the nanosecond clock
  private final Abstaining abstaining;
  private final Semaphore woken = new Semaphore(1);
  private volatile Optional<Beside> shown = Optional.empty();

  private LinesBeside(
      Supplier<LogStatus> log, Pens pens, Consumer<Cosigned> outbox, InstantSource clock) {
    this.log = log;
    this.pens = pens;
    this.abstaining = new Abstaining(pens.member());
    this.outbox = outbox;
    this.clock = clock;
  }

  /**
   * @param log how far this member's log is; asked when this is woken
   * @param outbox takes what goes to every other member; may lose it
   */
  public static LinesBeside start(
      Supplier<LogStatus> log, Pens pens, Consumer<Cosigned> outbox, InstantSource clock) {
    LinesBeside lines = new LinesBeside(log, pens, outbox, clock);
    lines.thread.setDaemon(true);
    lines.thread.start();
    return lines;
  }

  /** Another member co-signed; on any thread. Whether it is right is found out later. */
  public void heard(DevUrn from, Cosigned cosigned) {
    abstaining.heard(from, System.nanoTime());
    if (voices.heard(from, cosigned.note())) {
      wake();
    }
  }

  /** The log may have a new certified head; on any thread. */
  public void wake() {
    woken.release();
  }

  /** {@code note} with what was gathered beside its lines; on any thread. */
  @Override
  public SignedCheckpoint apply(SignedCheckpoint note) {
    return shown.map(beside -> beside.under(note)).orElse(note);
  }

  /** That members co-sign no more while heads are certified; on any thread. */
  public Optional<String> alarm() {
    return abstaining.alarm(System.nanoTime());
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        rest();
        woken.drainPermits(); // before it looks: what comes later wakes it again
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.atError().addKeyValue("fault", e).log("no lines beside co-signatures any more");
    }
  }

  /** Until there may be something new, or it is time to say it again. */
  private void rest() throws InterruptedException {
    if (own.isEmpty() || timesSaid == TIMES_SAID) {
      woken.acquire();
      return;
    }
    long left = SAY_EVERY_NANOS - (System.nanoTime() - saidAt);
    if (left <= 0 || !woken.tryAcquire(left, TimeUnit.NANOSECONDS)) {
      say();
    }
  }

  private void say() {
    own.ifPresent(outbox);
    timesSaid++;
    saidAt = System.nanoTime();
  }

  private void look() {
    LogStatus status = log.get();
    if (status.published().isPresent() && status.members().isPresent()) {
      // The first of those that count certified the last certified head.
      look(status.published().get().note(), status.members().get().counting().get(0));
    }
  }

  private void look(SignedCheckpoint certified, Members members) {
    Optional<Gathered> before = gathered.filter(it -> it.isOf(certified));
    Gathered now = before.orElseGet(() -> new Gathered(certified, members));
    boolean isMore = before.isEmpty();
    if (isMore) {
      gathered = Optional.of(now);
      abstaining.certified(certified, members, System.nanoTime());
      own = sign(certified).filter(it -> now.take(pens.member(), it.note()));
      timesSaid = 0;
      say();
    }
    voices.each((from, note) -> hasSaid(members.member(from), note));
    isMore |= voices.give(now, certified.checkpoint().size());
    if (isMore) {
      shown = Optional.of(now.soFar());
    }
  }

  private void hasSaid(Optional<Member> member, SignedCheckpoint note) {
    member.ifPresent(it -> abstaining.said(it, note, System.nanoTime()));
  }

  private Optional<Cosigned> sign(SignedCheckpoint certified) {
    Optional<NoteSignature> first =
        certified.signatures().stream().filter(pens.first()::isNamedBy).findFirst();
    if (first.isEmpty() || pens.second().isEmpty()) {
      return Optional.empty();
    }
    List<NoteSignature> lines = new ArrayList<>();
    lines.add(first.get());
    for (Cosigner pen : pens.second()) {
      lines.add(pen.cosign(certified.checkpoint(), clock.instant().getEpochSecond()));
    }
    return Optional.of(
        new Cosigned(new SignedCheckpoint(certified.checkpoint(), lines), Optional.empty()));
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
