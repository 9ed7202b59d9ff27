package org.baymark.gateway.alarm;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.baymark.gateway.store.AlarmTable;
import org.baymark.gateway.store.AlarmTable.Alert;
import org.baymark.gateway.store.Database;
import org.baymark.protocol.bytes.Bytes;

/**
 * Hands signed alerts to admission until that has answered for them. They are the same bytes each
 * time, so one that was stored before the answer was noted is known there.
 */
final class Alerts {
  private final Database database;
  private final Function<Bytes, Future<Optional<String>>> admission;
  private final AlarmTable table = new AlarmTable();

  /**
   * @param admission takes an alert like any statement, and answers what became of it; empty where
   *     it is to come again
   */
  Alerts(Database database, Function<Bytes, Future<Optional<String>>> admission) {
    this.database = database;
    this.admission = admission;
  }

  /** One after the other: each names the one before. */
  Future<Void> handIn(List<Alert> alerts) {
    Future<Void> done = Future.succeededFuture();
    for (Alert alert : alerts) {
      done = done.compose(before -> handIn(alert));
    }
    return done;
  }

  private Future<Void> handIn(Alert alert) {
    return admission
        .apply(alert.statement())
        .compose(
            fate -> fate.isEmpty() ? Future.succeededFuture() : note(alert, fate.get()).mapEmpty());
  }

  private Future<Alert> note(Alert alert, String fate) {
    return database.write(
        transaction -> {
          table.filed(transaction, alert.alarm(), fate);
          return alert;
        });
  }
}
