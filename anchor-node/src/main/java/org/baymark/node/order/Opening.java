package org.baymark.node.order;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.baymark.node.sequence.Execution;
import org.baymark.node.sequence.LogStatus;
import org.baymark.node.sequence.MemberSets;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.index.Era;
import org.baymark.protocol.registration.Members;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the order of an epoch where this member's log stands in it, once what is missing before
 * that was copied from others. For the watch's thread.
 */
final class Opening {
  private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

  private final RatisSequencer.Setting setting;
  private final Execution execution;
  private final CatchUp exchange;
  private final Copying copying;
  private final Standstill standstill;
  private final Patience patience;
  private final Applier.Listener listener;
  private final Consumer<Throwable> fatal;
  private final OrderFolder folder;

  Opening(
      RatisSequencer.Setting setting,
      Execution execution,
      CatchUp exchange,
      Copying copying,
      Standstill standstill,
      Patience patience,
      Applier.Listener listener,
      Consumer<Throwable> fatal) {
    this.setting = setting;
    this.execution = execution;
    this.exchange = exchange;
    this.copying = copying;
    this.standstill = standstill;
    this.patience = patience;
    this.listener = listener;
    this.fatal = fatal;
    this.folder = new OrderFolder(setting.storage());
  }

  /**
   * The order of {@code era}, entered; empty while this log cannot be placed in it.
   *
   * <p>What was copied ends somewhere in the order. Ratis's leader may remember that this member
   * once had more, or an end before that one, and asks for what is neither there nor needed without
   * end (its check of the previous entry knows the last entry of a snapshot, and none before). One
   * that is newly elected starts from what this member says.
   *
   * <p>Whose log has nothing of the order, and is not where that began, must not be told what comes
   * in it.
   */
  Optional<Order> open(Era era) throws IOException {
    Bytes id = Order.id(setting.origin(), era);
    boolean hadOrder = folder.holds(id);
    boolean isCopied = isNew(id) || standstill.isBehind() || !hadOrder;
    if (isCopied) {
      patience.await(copying.inOrder(id, Optional.empty()));
    }
    boolean isApplied = !isNew(id);
    if (!isApplied && !mayBegin(era)) {
      goBackIfWrong();
      return Optional.empty();
    }
    Applier applier = new Applier(id, era, execution, copying, listener, fatal);
    Order order;
    try {
      order = Order.start(part(), id, isApplied, applier);
    } catch (IOException e) {
      if (!hadOrder || Order.isOfPort(e)) {
        throw e;
      }
      LOG.atWarn()
          .addKeyValue("folder", setting.storage())
          .addKeyValue("fault", e)
          .log("what was kept of the order does not read: beginning with a copy from others");
      folder.discard(id);
      return open(era);
    }
    LOG.atInfo().addKeyValue("epoch", era.epoch()).log("order entered");
    if (isApplied && isCopied) {
      exchange.askToYield();
    }
    standstill.caughtUp();
    return Optional.of(order);
  }

  /** Whether this log has nothing of the order. */
  private boolean isNew(Bytes id) {
    return execution.place(id).isEmpty();
  }

  /**
   * Whether the order began with this member, where its log is now. A later epoch begins where its
   * start is; the first one with the genesis, or, where one member founded the log, wherever that
   * one was when it was alone no more: what others copied of that ends anywhere.
   */
  private boolean mayBegin(Era era) {
    Members first = beginners();
    LogStatus log = execution.status();
    boolean wasAlone = first.members().size() == 1 && log.published().isPresent();
    boolean isWhereItBegan = !era.equals(Era.FIRST) || log.size() == 1 || wasAlone;
    return isWhereItBegan && first.member(setting.self()).isPresent();
  }

  /**
   * A part of the log that others contradict for long was somebody's lie; and so is one of no order
   * in a log that several founded.
   */
  private void goBackIfWrong() {
    boolean hasOrderFromTheStart = beginners().members().size() > 1;
    boolean isOfNone =
        hasOrderFromTheStart && !execution.isOrdered() && execution.status().size() > 1;
    if (isOfNone || (copying.isRefused() && standstill.isLong())) {
      LOG.atWarn().addKeyValue("size", execution.status().size()).log("copying the log anew");
      patience.await(execution.back(false));
      standstill.moved();
    }
  }

  private Order.Setting part() {
    return new Order.Setting(
        setting.storage(),
        execution.status().members().map(MemberSets::settled).orElseThrow().members(),
        beginners().members(),
        setting.pins(),
        setting.self(),
        setting.listen(),
        setting.key());
  }

  /** Who took part when the order of this epoch began. */
  private Members beginners() {
    long start = setting.course().get().start().size();
    return patience.await(execution.ask(archive -> archive.membersFor(start + 1))).orElseThrow();
  }
}
