package org.baymark.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.baymark.node.cosign.Cosigner;
import org.baymark.node.folder.GenesisFile;
import org.baymark.node.folder.NodeKeys;
import org.baymark.node.folder.Reason;
import org.baymark.node.sequence.Chamber;
import org.baymark.node.sequence.Heads;
import org.baymark.node.sequence.SignAtOnce;
import org.baymark.node.sequence.Signatory;
import org.baymark.node.store.LogStore;
import org.baymark.node.store.StoreException;
import org.baymark.node.voting.Recorded;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.log.NoteSigner;

/** How this member certifies heads, put together. */
final class Certifying {
  private Certifying() {}

  /** One member certifies its heads alone, by the rules that hold for many. */
  static Heads heads(Node.Setting setting, Optional<GenesisFile> genesis, LogStore store) {
    NodeConfig config = setting.config();
    NodeKeys keys = setting.keys();
    NoteSigner log = keys.logSigner(config.origin());
    NoteSigner cosigner = keys.cosignSigner(config.name());
    Recorded recorded = wake(setting, store);
    if (genesis.isPresent() && genesis.get().members().members().size() > 1) {
      return new SignAtOnce(store, new Cosigner(log, cosigner), setting.clock());
    }
    if (recorded.silence().isPresent()) {
      throw new StoreException(recorded.silence().get()); // nobody else can go on
    }
    Signatory signatory = Signatory.of(config.name(), keys.reporter(), cosigner, log);
    return new Chamber(store, signatory, setting.clock(), message -> {});
  }

  /** What this member signed so far; from here on its keys count as used. */
  private static Recorded wake(Node.Setting setting, LogStore store) {
    Path mark = setting.folder().unusedKeys();
    Digest reporter = setting.keys().reporter().verifyingKey().thumbprint();
    Recorded recorded = store.votes().wake(reporter, Files.exists(mark));
    try {
      Files.deleteIfExists(mark);
    } catch (IOException e) {
      throw new StoreException("cannot remove " + mark + ": " + Reason.of(e), e);
    }
    return recorded;
  }
}
