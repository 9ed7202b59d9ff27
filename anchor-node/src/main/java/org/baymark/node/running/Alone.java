package org.baymark.node.running;

import java.util.List;
import java.util.Optional;
import org.baymark.node.folder.GenesisFile;
import org.baymark.node.ledger.Command;
import org.baymark.node.ledger.Result;
import org.baymark.node.sequence.Execution;
import org.baymark.node.sequence.Sequencer;
import org.baymark.node.sequence.SoleSequencer;
import org.baymark.node.store.StoreException;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.index.Era;
import org.baymark.protocol.registration.Members;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The order of an only member: its own. */
final class Alone {
  private static final Logger LOG = LoggerFactory.getLogger(Alone.class);

  private Alone() {}

  /**
   * Starts the log and closes its first checkpoint, so that there is one for whoever asks.
   *
   * @param execution closed with the sequencer
   * @throws StoreException if no log can be founded
   */
  static Sequencer start(Node.Setting setting, Optional<GenesisFile> genesis, Execution execution) {
    boolean isFounded = !execution.memberSets().isEmpty();
    SoleSequencer sequencer = new SoleSequencer(execution);
    sequencer.start();
    if (!isFounded) {
      Sign1 entry = genesis.map(GenesisFile::entry).orElseGet(() -> ownGenesis(setting));
      if (Opened.await(sequencer.submit(new Command.Found(entry)))
          instanceof Result.Rejected rejected) {
        throw new StoreException("no log can be founded with these keys: " + rejected.detail());
      }
      LOG.atInfo().addKeyValue("origin", setting.config().origin()).log("log founded");
    }
    if (sequencer.status().published().isEmpty()) {
      Opened.await(sequencer.submit(new Command.Close(Era.FIRST)));
    }
    return sequencer;
  }

  private static Sign1 ownGenesis(Node.Setting setting) {
    Members members = new Members(setting.config().origin(), List.of(setting.member()));
    long now = setting.clock().instant().getEpochSecond();
    return members.signGenesis(setting.keys().registrar(), setting.member().name(), now);
  }
}
