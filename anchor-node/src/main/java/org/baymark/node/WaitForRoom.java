package org.baymark.node;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import org.baymark.node.folder.DiskSpace;
import org.baymark.node.http.ClosedDoor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a node waits while its disk is full: it says so at its address, and does nothing else. */
final class WaitForRoom {
  private static final Logger LOG = LoggerFactory.getLogger(WaitForRoom.class);
  private static final long LOOK_MILLIS = 1_000;

  private WaitForRoom() {}

  /** Returns when there is room. */
  static void on(DiskSpace space, NodeConfig config) throws InterruptedException {
    if (space.isEnough()) {
      return;
    }
    LOG.atError().addKeyValue("because", space.sentence()).log("waiting for room on the disk");
    Vertx vertx = Vertx.vertx();
    try {
      Optional<ClosedDoor> door = door(vertx, space, config);
      while (!space.isEnough()) {
        Thread.sleep(LOOK_MILLIS);
      }
      door.ifPresent(it -> await(it.close()));
    } finally {
      await(vertx.close());
    }
    LOG.atInfo().log("there is room on the disk again");
  }

  /** Where another program has the port, the node will say so. */
  private static Optional<ClosedDoor> door(Vertx vertx, DiskSpace space, NodeConfig config) {
    return await(
        ClosedDoor.open(vertx, config.bindHost(), config.port(), space::sentence)
            .map(Optional::of)
            .otherwise(Optional.empty()));
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
