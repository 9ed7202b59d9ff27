package org.baymark.node.running;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.baymark.node.config.AdminAddress;
import org.baymark.node.config.Listen;
import org.baymark.node.config.NodeConfig;
import org.baymark.node.doorstep.GuardedPorts;
import org.baymark.node.folder.AdminIdentity;
import org.baymark.node.folder.DiskSpace;
import org.baymark.node.folder.FolderException;
import org.baymark.node.http.ClosedDoor;
import org.baymark.node.pin.OwnKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a node waits while its disk is full: it says so at its addresses, and does nothing else.
 */
public final class WaitForRoom {
  private static final Logger LOG = LoggerFactory.getLogger(WaitForRoom.class);
  private static final long LOOK_MILLIS = 1_000;

  private WaitForRoom() {}

  /** Returns when there is room. */
  public static void on(DiskSpace space, Node.Setting setting) throws InterruptedException {
    if (space.isEnough()) {
      return;
    }
    LOG.atError().addKeyValue("because", space.sentence()).log("waiting for room on the disk");
    Vertx vertx = GuardedPorts.vertx(new VertxOptions());
    try {
      Optional<ClosedDoor> door = door(vertx, space, setting.config());
      // Who has the port is the node of this folder, and the note about its other door is its own.
      Optional<ClosedDoor> admin = door.flatMap(open -> admin(vertx, space, setting));
      while (!space.isEnough()) {
        Thread.sleep(LOOK_MILLIS);
      }
      admin.ifPresent(it -> Opened.await(it.close()));
      door.ifPresent(it -> Opened.await(it.close()));
    } finally {
      Opened.await(vertx.close());
    }
    LOG.atInfo().log("there is room on the disk again");
  }

  /** Where another program has the port, the node will say so. */
  private static Optional<ClosedDoor> door(Vertx vertx, DiskSpace space, NodeConfig config) {
    return Opened.await(
        ClosedDoor.open(vertx, config.bindHost(), config.port(), space::sentence)
            .map(Optional::of)
            .otherwise(Optional.empty()));
  }

  /** Where it cannot be opened, commands say that nobody answers there. */
  private static Optional<ClosedDoor> admin(Vertx vertx, DiskSpace space, Node.Setting setting) {
    Listen at = setting.config().admin();
    try {
      Optional<OwnKey> key =
          AdminIdentity.read(setting.folder()).map(it -> new OwnKey(it.certificate(), it.key()));
      if (key.isEmpty()) {
        return Optional.empty();
      }
      ClosedDoor door =
          Opened.await(
              ClosedDoor.openToOperator(
                  vertx, key.get(), at.bindHost(), at.port(), space::sentence));
      AdminAddress.of(setting.folder(), setting.config()).write(door.port());
      return Optional.of(door);
    } catch (FolderException | IOException | CompletionException e) {
      return Optional.empty();
    }
  }
}
