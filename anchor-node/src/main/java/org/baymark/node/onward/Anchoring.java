package org.baymark.node.onward;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.baymark.node.folder.FolderException;
import org.baymark.node.onward.AnchorFile.State;
import org.baymark.node.onward.OnwardAnchor.Standing;
import org.baymark.node.onward.OnwardAnchor.Transaction;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.merkle.TreeHead;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Anchors the newest certified head every so often, one transaction at a time, and looks after the
 * last one for as long as it is the last: a chain that reorganises may lose it. On a thread of its
 * own; where the chain is away, heads are certified all the same and the next one is anchored.
 */
public final class Anchoring implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Anchoring.class);

  /** So long a transaction may be in no block before more is paid. */
  private static final int PATIENCE_PAUSES = 4;

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private final OnwardAnchor anchor;
  private final AnchorFile file;
  private final Supplier<Optional<Checkpoint>> certified;
  private final Duration every;
  private final InstantSource clock;
  private final Thread thread = new Thread(this::run, "onward");
  private volatile State state;
  private String trouble = ""; // the thread owns it, and the next
  private Instant asked; // when the chain was last asked to take what is on its way

  Anchoring(
      OnwardAnchor anchor,
      AnchorFile file,
      State state,
      Supplier<Optional<Checkpoint>> certified,
      Duration every,
      InstantSource clock) {
    this.anchor = anchor;
    this.file = file;
    this.state = state;
    this.certified = certified;
    this.every = every;
    this.clock = clock;
    this.asked = clock.instant();
  }

  /** As the file of the folder says. */
  public static Anchoring start(
      Onward setting, Supplier<Optional<Checkpoint>> certified, InstantSource clock) {
    Anchoring anchoring =
        new Anchoring(
            setting.anchor(), setting.file(), setting.state(), certified, setting.every(), clock);
    anchoring.thread.setDaemon(true);
    anchoring.thread.start();
    return anchoring;
  }

  /** The last head that the chain confirmed and has not taken back. For any thread. */
  public Optional<Anchored> last() {
    return state.confirmed();
  }

  /** Looks a few times within the interval: a reorganisation is seen long before the next head. */
  private Duration pause() {
    Duration some = every.dividedBy(8);
    return some.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : some;
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        step();
        Thread.sleep(pause().toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void step() {
    try {
      look();
      trouble = "";
    } catch (OnwardException e) {
      warn(e.sentence());
    } catch (FolderException e) {
      warn(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      // What a quantity is read from is parsed late: an answer that holds none is found out here.
      warn("the chain's node answers with nonsense");
    }
  }

  /** Once for as long as it is the same. */
  private void warn(String sentence) {
    if (!sentence.equals(trouble)) {
      trouble = sentence;
      LOG.atWarn()
          .addKeyValue("chain", anchor.chain())
          .addKeyValue("why", sentence)
          .log("no anchor");
    }
  }

  /** Everything there is to do now. */
  void look() throws OnwardException, FolderException {
    if (state.confirmed().isPresent()) {
      keep(state.confirmed().get());
    }
    if (state.pending().isPresent()) {
      follow(state.pending().get());
    } else {
      anchorNext();
    }
  }

  /** What was confirmed once has to be looked at again: chains reorganise. */
  private void keep(Anchored confirmed) throws OnwardException, FolderException {
    Standing standing = anchor.look(confirmed.transaction());
    if (standing instanceof Standing.Confirmed in) {
      if (in.block() != confirmed.block().orElseThrow()) {
        become(new State(state.sentAt(), state.pending(), Optional.of(confirmed.in(in.block()))));
      }
      return;
    }
    LOG.atWarn()
        .addKeyValue("chain", anchor.chain())
        .addKeyValue("transaction", confirmed.transaction().id().hex())
        .log("the chain took an anchor back");
    // Whatever is on its way stands behind it in the account's order, and would wait for ever.
    become(new State(state.sentAt(), Optional.of(confirmed.unconfirmed()), Optional.empty()));
  }

  private void follow(Anchored pending) throws OnwardException, FolderException {
    Standing standing = anchor.look(pending.transaction());
    if (standing instanceof Standing.Confirmed in) {
      become(new State(state.sentAt(), Optional.empty(), Optional.of(pending.in(in.block()))));
      LOG.atInfo()
          .addKeyValue("chain", anchor.chain())
          .addKeyValue("size", pending.head().size())
          .addKeyValue("transaction", pending.transaction().id().hex())
          .addKeyValue("block", in.block())
          .log("head anchored");
    } else if (standing instanceof Standing.Failed) {
      giveUp(pending, "the chain executed it and it failed");
    } else if (standing instanceof Standing.Queued) {
      hasten(pending);
    } else if (standing instanceof Standing.Unknown) {
      try {
        anchor.send(pending.transaction());
      } catch (OnwardException e) {
        // Another one of this account took its place, or it pays too little by now.
        giveUp(pending, e.sentence());
      }
    }
  }

  /**
   * Pays more where the chain asks for more by now. Either of the two may get into a block: if it
   * is the cheaper one after all, this one is refused and given up, and a later head is anchored.
   */
  private void hasten(Anchored pending) throws OnwardException, FolderException {
    Instant now = clock.instant();
    if (now.isBefore(asked.plus(pause().multipliedBy(PATIENCE_PAUSES)))) {
      return;
    }
    Optional<Transaction> dearer = anchor.raise(pending.transaction());
    if (dearer.isEmpty()) {
      return;
    }
    asked = now;
    State before = state;
    become(new State(before.sentAt(), Optional.of(pending.by(dearer.get())), before.confirmed()));
    try {
      anchor.send(dearer.get());
    } catch (OnwardException e) {
      become(before);
      throw e;
    }
    LOG.atInfo()
        .addKeyValue("chain", anchor.chain())
        .addKeyValue("transaction", dearer.get().id().hex())
        .log("paying more for an anchor");
  }

  /** The next look makes another, when it is due. */
  private void giveUp(Anchored pending, String why) throws FolderException {
    LOG.atWarn()
        .addKeyValue("chain", anchor.chain())
        .addKeyValue("transaction", pending.transaction().id().hex())
        .addKeyValue("why", why)
        .log("an anchor is given up");
    become(new State(state.sentAt(), Optional.empty(), state.confirmed()));
  }

  private void anchorNext() throws OnwardException, FolderException {
    Instant now = clock.instant();
    boolean isDue = !now.isBefore(state.sentAt().plus(every)) || now.isBefore(state.sentAt());
    Optional<Checkpoint> head = certified.get().filter(this::isNews);
    if (isDue && head.isPresent()) {
      Transaction transaction = anchor.prepare(head.get());
      TreeHead tree = new TreeHead(head.get().size(), head.get().root());
      Anchored next = new Anchored(tree, anchor.chain(), transaction, OptionalLong.empty());
      become(new State(now, Optional.of(next), state.confirmed()));
      asked = now;
      anchor.send(transaction);
    }
  }

  private boolean isNews(Checkpoint head) {
    return state.confirmed().map(last -> head.size() > last.head().size()).orElse(true);
  }

  /** On the disk first. */
  private void become(State next) throws FolderException {
    file.write(next);
    state = next;
  }

  @Override
  public void close() {
    thread.interrupt();
    anchor.close();
  }
}
