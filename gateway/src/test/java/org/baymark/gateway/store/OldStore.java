package org.baymark.gateway.store;

import java.nio.file.Path;
import java.util.List;

/** How a store of this version becomes one as older programs left it. */
public final class OldStore {
  /** What version 3 did not have. */
  static final List<String> BACK_TO_3 =
      List.of(
          "DROP TABLE anchored",
          "DROP TABLE command",
          "DROP TABLE promised",
          "DROP TABLE pruned",
          "DROP TABLE claim",
          "DROP TABLE suspension",
          "DROP TABLE former_key",
          "DROP TABLE numbered",
          "DROP TABLE counted",
          "DROP TABLE indexed",
          "CREATE INDEX statement_number ON statement (device, boot, seq)",
          "DROP TABLE alarm",
          "DROP TABLE alarm_reading",
          "DROP TABLE alarm_count",
          "DROP TABLE alarm_interval",
          "DROP TABLE voice",
          "DROP TABLE alarm_post",
          "DROP TABLE alarm_unposted",
          "DROP TABLE binding_said",
          "DROP TABLE binding");

  /** What version 6 had otherwise, with one count of an alarm. */
  static final List<String> BACK_TO_6 =
      List.of(
          "DROP TABLE alarm_count",
          "CREATE TABLE alarm_series (rule TEXT NOT NULL, subject TEXT NOT NULL,"
              + " device TEXT NOT NULL, kept BLOB NOT NULL, PRIMARY KEY (rule, subject, device))"
              + " STRICT, WITHOUT ROWID",
          "INSERT INTO alarm_series VALUES ('warm', 'pallet', 'logger', x'0102')");

  private OldStore() {}

  /** Makes a store, which nobody has open, one of version 3. */
  public static void backTo3(Path file) {
    Transaction store = Connecting.to(file, false);
    BACK_TO_3.forEach(store::execute);
    store.execute("PRAGMA user_version = 3");
    store.close();
  }
}
