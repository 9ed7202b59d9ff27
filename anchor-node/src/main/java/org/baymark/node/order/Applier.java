package org.baymark.node.order;

import io.vertx.core.Future;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.SnapshotInfo;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.util.LifeCycle;
import org.baymark.node.ledger.Command;
import org.baymark.node.ledger.Rejection;
import org.baymark.node.ledger.Result;
import org.baymark.node.sequence.Execution;
import org.baymark.node.store.Place;
import org.baymark.node.store.StoreException;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.index.Era;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands what Ratis agreed on to the execution, in order. A snapshot is the store itself: its answer
 * to "how far" is what is on the disk, and there is nothing to copy.
 */
final class Applier extends BaseStateMachine {
  private static final Logger LOG = LoggerFactory.getLogger(Applier.class);

  private static final Result OTHER_ERA =
      new Result.Rejected(Rejection.WRONG_ERA, "this order closes checkpoints of another epoch");

  /** Who waits for a command hears what became of it. */
  interface Listener {
    void applied(Digest command, Result result);
  }

  private final Bytes order;
  private final Era era;
  private final Execution execution;
  private final Copying copying;
  private final Listener listener;
  private final Consumer<Throwable> fatal;
  private volatile Optional<Place> durable;

  Applier(
      Bytes order,
      Era era,
      Execution execution,
      Copying copying,
      Listener listener,
      Consumer<Throwable> fatal) {
    this.order = order;
    this.era = era;
    this.execution = execution;
    this.copying = copying;
    this.listener = listener;
    this.fatal = fatal;
    this.durable = execution.place(order);
  }

  @Override
  public void initialize(RaftServer server, RaftGroupId group, RaftStorage storage)
      throws IOException {
    super.initialize(server, group, storage);
    getLifeCycle().startAndTransition(() -> setLastAppliedTermIndex(termIndex()));
  }

  /** Without these transitions Ratis closes the division for good after a catch-up. */
  @Override
  public void pause() {
    getLifeCycle().transition(LifeCycle.State.PAUSING);
    getLifeCycle().transition(LifeCycle.State.PAUSED);
  }

  @Override
  public void reinitialize() throws IOException {
    getLifeCycle().startAndTransition(() -> setLastAppliedTermIndex(termIndex()));
  }

  private TermIndex termIndex() {
    return durable
        .map(place -> TermIndex.valueOf(place.term(), place.index()))
        .orElse(TermIndex.INITIAL_VALUE);
  }

  @Override
  public @Nullable SnapshotInfo getLatestSnapshot() {
    return durable.isEmpty() ? null : new StoreItself(termIndex());
  }

  private record StoreItself(TermIndex termIndex) implements SnapshotInfo {
    @Override
    public TermIndex getTermIndex() {
      return termIndex;
    }

    @Override
    public List<FileInfo> getFiles() {
      return List.of();
    }
  }

  @Override
  public long takeSnapshot() {
    return durable.map(Place::index).orElse(RaftLog.INVALID_LOG_INDEX);
  }

  @Override
  public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
    LogEntryProto entry = Objects.requireNonNull(transaction.getLogEntry());
    Place place = new Place(order, entry.getTerm(), entry.getIndex());
    Bytes encoded = Bytes.owning(entry.getStateMachineLogEntry().getLogData().toByteArray());
    if (encoded.size() == 0) {
      // It only told the others how far the order is: not worth a flush of the disk.
      updateLastAppliedTermIndex(place.term(), place.index());
      return CompletableFuture.completedFuture(Message.EMPTY);
    }
    Optional<Command> command = CommandForm.parse(encoded).toOptional();
    if (command.isEmpty()) {
      LOG.atWarn().addKeyValue("index", place.index()).log("what lies in the order is no command");
    }
    Optional<Result> refused = command.filter(this::isOfAnother).map(close -> OTHER_ERA);
    updateLastAppliedTermIndex(place.term(), place.index());
    CompletableFuture<Message> applied = new CompletableFuture<>();
    try {
      Future<Optional<Result>> result =
          execution.apply(place, refused.isPresent() ? Optional.empty() : command);
      result.onComplete(
          done -> {
            if (done.succeeded()) {
              durable = Optional.of(place);
              done.result()
                  .or(() -> refused)
                  .ifPresent(it -> listener.applied(Digest.sha256(encoded), it));
              applied.complete(Message.EMPTY);
            } else {
              applied.completeExceptionally(done.cause());
            }
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      applied.completeExceptionally(e);
    }
    return applied;
  }

  /** In the order of one epoch no checkpoint of another is closed: nobody could vote for it. */
  private boolean isOfAnother(Command command) {
    return command instanceof Command.Close close && !close.era().equals(era);
  }

  /**
   * Ratis's own entries, one at each change of who leads, have a place too: a member that copies
   * the log has to come as far as it ever told the leader it was.
   */
  @Override
  public void notifyTermIndexUpdated(long term, long index) {
    super.notifyTermIndexUpdated(term, index);
    Place place = new Place(order, term, index);
    try {
      execution.apply(place, Optional.empty()).onSuccess(done -> durable = Optional.of(place));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The leader has thrown away what comes next here: it has to be copied and executed. */
  @Override
  public CompletableFuture<TermIndex> notifyInstallSnapshotFromLeader(
      RoleInfoProto role, TermIndex firstAvailable) {
    Optional<DevUrn> leader =
        role.hasFollowerInfo()
            ? Peers.name(role.getFollowerInfo().getLeaderInfo().getId().getId())
            : Optional.empty();
    LOG.atInfo().addKeyValue("from", leader.map(DevUrn::text).orElse("any")).log("copying the log");
    return copying
        .inOrder(order, leader)
        .map(
            reached -> {
              Place place =
                  reached
                      .filter(it -> it.index() + 1 >= firstAvailable.getIndex())
                      .orElseThrow(() -> new IllegalStateException("no peer had enough"));
              durable = Optional.of(place);
              LOG.atInfo().addKeyValue("index", place.index()).log("log copied");
              return termIndex();
            })
        .toCompletionStage()
        .toCompletableFuture();
  }

  @Override
  public void notifyLogFailed(Throwable cause, @Nullable LogEntryProto failedEntry) {
    fatal.accept(new StoreException("cannot write the order to the disk: " + root(cause), cause));
  }

  /** Ratis wraps what the system said in words of its own. */
  private static String root(Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
