package org.baymark.node.running;

import io.vertx.core.Vertx;
import java.util.concurrent.CompletionException;
import org.baymark.node.config.NodeConfig;
import org.baymark.node.exit.Failure;
import org.baymark.node.http.NodeServer;
import org.baymark.node.registrar.Registrar;
import org.baymark.node.scitt.ReceiptDesk;
import org.baymark.node.sequence.Sequencer;
import org.baymark.node.witness.Witnessing;
import org.baymark.protocol.receipt.ReceiptSigner;
import org.baymark.protocol.voting.Voice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The door of a node for everyone. */
final class PublicDoor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PublicDoor.class);

  private final NodeConfig config;
  private final NodeServer server;

  private PublicDoor(NodeConfig config, NodeServer server) {
    this.config = config;
    this.server = server;
  }

  /**
   * @throws Failure if the port is taken
   */
  static PublicDoor open(
      Vertx vertx,
      Node.Setting setting,
      Sequencer sequencer,
      Registrar registrar,
      NodeServer.VotingSetting voting,
      Witnessing witnessing)
      throws Failure {
    NodeConfig config = setting.config();
    try {
      NodeServer server =
          Opened.await(
              NodeServer.start(
                  vertx,
                  config.bindHost(),
                  config.port(),
                  sequencer,
                  registrar,
                  scitt(setting),
                  voting,
                  promise(setting),
                  witnessing,
                  setting.clock()));
      LOG.atInfo().addKeyValue("port", server.port()).log("serving");
      return new PublicDoor(config, server);
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      String at = config.host() + ":" + config.port();
      throw new Failure(
          Failure.FAILED, "This node cannot listen on " + at + ": " + cause.getMessage() + ".");
    }
  }

  private static NodeServer.ScittSetting scitt(Node.Setting setting) {
    NodeConfig config = setting.config();
    ReceiptSigner signer =
        new ReceiptSigner(config.origin(), config.name(), setting.keys().receipts());
    return new NodeServer.ScittSetting(new ReceiptDesk(signer), config.checkpointEvery());
  }

  /** How this member promises, at whichever door. */
  static NodeServer.PromiseSetting promise(Node.Setting setting) {
    NodeConfig config = setting.config();
    Voice voice = Voice.of(config.name(), setting.keys().reporter());
    return new NodeServer.PromiseSetting(voice, config.origin(), config.promiseHeads());
  }

  /** Where it is reached. */
  String url() {
    return "http://" + config.host() + ":" + server.port();
  }

  @Override
  public void close() {
    Opened.await(server.stop());
  }
}
