package org.baymark.node.running;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.baymark.node.config.AdminAddress;
import org.baymark.node.config.Listen;
import org.baymark.node.exit.Failure;
import org.baymark.node.folder.AdminIdentity;
import org.baymark.node.folder.FolderException;
import org.baymark.node.folder.Reason;
import org.baymark.node.folder.TlsIdentity;
import org.baymark.node.http.AdminServer;
import org.baymark.node.http.AdminToken;
import org.baymark.node.http.NodeServer;
import org.baymark.node.http.StopAnswer;
import org.baymark.node.pin.OwnKey;
import org.baymark.node.registrar.Registrar;
import org.baymark.node.sequence.Sequencer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The door of a node for its operator, open: the commands on its folder find it. */
final class AdminDoor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AdminDoor.class);

  private final AdminServer server;
  private final AdminAddress address;

  private AdminDoor(AdminServer server, AdminAddress address) {
    this.server = server;
    this.address = address;
  }

  /** What it shows, made where the folder has none. */
  static OwnKey key(Node.Setting setting) throws Failure {
    try {
      TlsIdentity shown =
          AdminIdentity.readOrMake(
              setting.folder(),
              setting.config().name(),
              new SecureRandom(),
              setting.clock().instant());
      return new OwnKey(shown.certificate(), shown.key());
    } catch (FolderException e) {
      throw new Failure(Failure.UNUSABLE_FILE, String.valueOf(e.getMessage()));
    }
  }

  /**
   * @param several sign that an epoch has ended; an only member does not
   * @throws Failure if the port is taken, or the folder does not take a note of it
   */
  static AdminDoor open(
      Vertx vertx,
      Node.Setting setting,
      OwnKey key,
      Optional<Several> several,
      Sequencer sequencer,
      Registrar registrar,
      NodeServer.VotingSetting voting)
      throws Failure {
    Listen at = setting.config().admin();
    AdminAddress address = AdminAddress.of(setting.folder(), setting.config());
    Optional<Function<Optional<Long>, Future<StopAnswer>>> stop =
        several.map(Several::votes).map(votes -> votes::stopEpoch);
    AdminServer.Setting asked =
        new AdminServer.Setting(key, new AdminToken(setting.adminToken()), stop);
    try {
      AdminServer server =
          Opened.await(
              AdminServer.start(
                  vertx,
                  at.bindHost(),
                  at.port(),
                  asked,
                  sequencer,
                  registrar,
                  voting,
                  PublicDoor.promise(setting),
                  setting.clock()));
      address.write(server.port());
      LOG.atInfo().addKeyValue("port", server.port()).log("awaiting the operator");
      return new AdminDoor(server, address);
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new Failure(
          Failure.FAILED,
          "This node cannot listen for its operator on " + at + ": " + cause.getMessage() + ".");
    } catch (IOException e) {
      throw new Failure(
          Failure.FAILED,
          "The file " + address.note() + " cannot be written: " + Reason.of(e) + ".");
    }
  }

  @Override
  public void close() {
    address.remove();
    Opened.await(server.stop());
  }
}
