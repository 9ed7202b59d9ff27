package org.baymark.gateway.upkeep;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.gateway.store.StoredRows.StatementRow;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.statement.Unverified;

/** Holds a kept statement against its row: pure. */
final class StatementCheck {
  private StatementCheck() {}

  /** The statement, if it is still a device's. */
  static Optional<Sign1> parsed(StatementRow row) {
    return Sign1.parse(row.encoded(), Unverified.SIZE_MAX)
        .toOptional()
        .filter(signed -> signed.contentType().byDevice());
  }

  /**
   * What is wrong with it, a clause each.
   *
   * @param keys that its device has or had, to verify its signature; empty where a signed root
   *     vouches for it
   */
  static List<String> faults(StatementRow row, List<VerifyingKey> keys) {
    List<String> faults = new ArrayList<>();
    String where = "the statement in row " + row.row();
    Optional<Sign1> parsed = parsed(row);
    if (parsed.isEmpty()) {
      faults.add(where + " does not parse any more");
      return faults;
    }
    Sign1 signed = parsed.get();
    Position position = signed.claims().position().orElseThrow();
    if (!signed.id().equals(row.id())) {
      faults.add(where + " has another id than kept");
    }
    if (!row.device().equals(Optional.of(signed.issuer().text()))) {
      faults.add(where + " is kept under another device than " + signed.issuer());
    }
    if (position.boot() != row.boot() || position.seq() != row.seq()) {
      faults.add(where + " is kept under another number than its own");
    }
    if (!row.subject().equals(Optional.of(signed.subject().text()))) {
      faults.add(where + " is kept under another subject than its own");
    }
    if (!keys.isEmpty() && keys.stream().noneMatch(signed::signedBy)) {
      faults.add(where + " is signed by no key of its device");
    }
    return faults;
  }
}
