package org.baymark.node.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Optional;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.protocol.file.SafeFiles;
import org.baymark.protocol.governance.TrustFile;
import org.baymark.protocol.registration.Members;

/** What verifiers and gateways are given about an alliance, from its member set. */
record TrustFiles(Members members, Instant issued) {

  /** Those of an alliance: who has the genesis can make them again. */
  static TrustFiles of(Genesis genesis) {
    long issued = genesis.signed().claims().issuedAt().orElseThrow();
    return new TrustFiles(genesis.members(), Instant.ofEpochSecond(issued));
  }

  /** Of a member set that the ledger took, so that a file can hold it. */
  String trust() {
    return TrustFile.QUORUM.text(members, issued).orElseThrow();
  }

  /** Empty where fewer than a quorum have keys of that grade. */
  Optional<String> longTerm() {
    return TrustFile.LONG_TERM.text(members, issued);
  }

  String jurisdictions() {
    return TrustFile.JURISDICTIONS.text(members, issued).orElseThrow();
  }

  /** Writes them all but {@link #jurisdictions}, which an alliance of one does not need. */
  void write(WorkingFolder to) throws IOException {
    SafeFiles.writePublic(to.trustPolicy(), trust());
    Optional<String> longTerm = longTerm();
    if (longTerm.isPresent()) {
      SafeFiles.writePublic(to.longTermPolicy(), longTerm.get());
    } else {
      Files.deleteIfExists(to.longTermPolicy()); // of members that are no more
    }
  }
}
