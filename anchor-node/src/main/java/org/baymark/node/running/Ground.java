package org.baymark.node.running;

import java.util.Optional;
import java.util.function.Consumer;
import org.baymark.node.folder.GenesisFile;
import org.baymark.node.sequence.Chamber;
import org.baymark.node.sequence.Execution;
import org.baymark.node.store.LogStore;
import org.baymark.node.store.StoreException;

/**
 * What a node stands on: the log on its disk, executed as far as it goes, and what this member
 * signed of it.
 *
 * @param outbox takes what the chamber tells other members
 * @param role as what the log lets this node start
 * @param wasMember whether genesis or some part of the log names it
 */
record Ground(
    LogStore store,
    Outbox outbox,
    Chamber chamber,
    Execution execution,
    Turnover.Role role,
    boolean wasMember) {

  /**
   * @param fatal hears once why what is in memory can no longer be trusted
   * @throws StoreException if the stored log is damaged, in use or another's, or if an only member
   *     may not sign any more
   */
  static Ground open(
      Node.Setting setting,
      Optional<GenesisFile> genesis,
      Consumer<Throwable> fatal,
      Opened opened) {
    LogStore store = opened.add(LogStore.open(setting.folder().database()), LogStore::close);
    Outbox outbox = new Outbox();
    Chamber chamber = Certifying.chamber(setting, store, outbox);
    Execution execution =
        opened.add(
            Execution.open(store, chamber, setting.config().queueMax(), fatal), Execution::close);
    Belonging.check(setting, genesis, store, execution);
    Turnover.Role role = Belonging.role(setting, genesis, execution);
    Optional<String> silence = chamber.recorded().silence();
    if (silence.isPresent() && role == Turnover.Role.ALONE) {
      throw new StoreException(silence.get()); // nobody else can go on
    }
    boolean wasMember = Belonging.wasMember(setting, genesis, execution);
    return new Ground(store, outbox, chamber, execution, role, wasMember);
  }
}
