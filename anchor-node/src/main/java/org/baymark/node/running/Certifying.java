package org.baymark.node.running;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.baymark.node.beside.LinesBeside;
import org.baymark.node.config.NodeConfig;
import org.baymark.node.folder.NodeKeys;
import org.baymark.node.folder.Reason;
import org.baymark.node.sequence.Chamber;
import org.baymark.node.sequence.Execution;
import org.baymark.node.sequence.Signatory;
import org.baymark.node.store.LogStore;
import org.baymark.node.store.StoreException;
import org.baymark.node.voting.Recorded;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.log.NoteSigner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How this member certifies heads, put together. */
final class Certifying {
  private static final Logger LOG = LoggerFactory.getLogger(Certifying.class);

  private Certifying() {}

  /**
   * One member certifies its heads alone, by the rules that hold for many.
   *
   * @param outbox takes what other members should hear
   * @throws StoreException if what this member recorded of votes does not read
   */
  static Chamber chamber(Node.Setting setting, LogStore store, Outbox outbox) {
    NodeConfig config = setting.config();
    NodeKeys keys = setting.keys();
    NoteSigner log = keys.logSigner(config.origin());
    NoteSigner cosigner = keys.cosignSigner(config.name());
    Recorded recorded = wake(setting, store);
    recorded
        .silence()
        .ifPresent(why -> LOG.atWarn().addKeyValue("why", why).log("this member does not vote"));
    Signatory signatory = Signatory.of(config.name(), keys.reporter(), cosigner, log);
    return new Chamber(store, signatory, setting.clock(), outbox);
  }

  /** What stands beside the certified heads of this member. */
  static LinesBeside lines(Node.Setting setting, Execution execution, Outbox outbox) {
    DevUrn name = setting.config().name();
    NodeKeys keys = setting.keys();
    LinesBeside.Pens pens =
        new LinesBeside.Pens(name, keys.cosignSigner(name).key(), keys.second().cosigners(name));
    return LinesBeside.start(execution::status, pens, outbox::accept, setting.clock());
  }

  /** What this member signed so far; from here on its keys count as used. */
  private static Recorded wake(Node.Setting setting, LogStore store) {
    Path mark = setting.folder().unusedKeys();
    Digest reporter = setting.keys().reporter().verifyingKey().thumbprint();
    Recorded recorded = recorded(store, reporter, Files.exists(mark));
    try {
      Files.deleteIfExists(mark);
    } catch (IOException e) {
      throw new StoreException("cannot remove " + mark + ": " + Reason.of(e), e);
    }
    return recorded;
  }

  private static Recorded recorded(LogStore store, Digest reporter, boolean isUnused) {
    try {
      return store.votes().wake(reporter, isUnused);
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw StoreException.damaged(
          "what the database keeps of votes is not what was written there: " + e.getMessage(), e);
    }
  }
}
