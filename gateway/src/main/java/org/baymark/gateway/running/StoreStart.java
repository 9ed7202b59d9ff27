package org.baymark.gateway.running;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.baymark.gateway.config.GatewayConfig;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.DiskRoom;
import org.baymark.gateway.store.Quarantine;
import org.baymark.gateway.store.Tables;

/** How {@link Gateway} opens what it keeps. */
final class StoreStart {
  private static final long LOOK_MILLIS = 1_000;

  private StoreStart() {}

  /**
   * What is kept, and where.
   *
   * @param room how much of it the disk has left
   */
  record Store(Database database, Tables tables, DiskRoom room) {}

  /** From now on it is tried again and again whether a disk that took nothing takes something. */
  static Store open(Setting setting) {
    GatewayConfig config = setting.config();
    Database database =
        setting
            .started()
            .closing("store", Database.open(setting.folder().path(), config.commitDelay()));
    Vertx vertx = setting.vertx();
    long looking = vertx.setPeriodic(LOOK_MILLIS, id -> database.tryAgain());
    setting.started().stopping("looking after the disk", () -> stopTimer(vertx, looking));
    Tables tables =
        Tables.of(
            config.name(),
            setting.key(),
            new Quarantine(config.quarantineMessages(), config.quarantineBytes()));
    DiskRoom room =
        new DiskRoom(database, setting.folder().path(), RunningSettings.reserve(config));
    return new Store(database, tables, room);
  }

  private static Future<Void> stopTimer(Vertx vertx, long timer) {
    vertx.cancelTimer(timer);
    return Future.succeededFuture();
  }
}
