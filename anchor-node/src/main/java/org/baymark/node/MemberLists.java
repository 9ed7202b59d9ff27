package org.baymark.node;

import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.baymark.node.audit.SilentException;
import org.baymark.node.audit.SubjectLists;
import org.baymark.node.folder.FolderException;
import org.baymark.node.folder.GenesisFile;
import org.baymark.node.folder.MemberCard;
import org.baymark.node.folder.NodeKeys;
import org.baymark.node.folder.TlsIdentity;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.node.peer.PeerClient;
import org.baymark.node.pin.OwnKey;
import org.baymark.node.pin.Pins;
import org.baymark.node.sequence.Piece;
import org.baymark.node.store.LogStore;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;

/** The subject lists, from the exchange of the members: with the certificate of one of them. */
final class MemberLists implements SubjectLists, AutoCloseable {
  private static final long PATIENCE_SECONDS = 20;

  private final Vertx vertx;
  private final PeerClient client;
  private final List<Member> peers;
  private Piece piece = new Piece(0, List.of(), Optional.empty(), 0);

  private MemberLists(Vertx vertx, PeerClient client, List<Member> peers) {
    this.vertx = vertx;
    this.client = client;
    this.peers = peers;
  }

  /** Reads keys and genesis of a member's folder; asks nobody yet. */
  static MemberLists open(WorkingFolder folder) throws FolderException, Failure {
    Optional<GenesisFile> genesis = GenesisFile.read(folder);
    if (genesis.isEmpty()) {
      throw new Failure(
          Failure.UNUSABLE_FILE,
          folder.path() + " has no genesis: it is no folder of one member among several.");
    }
    Members members = genesis.get().members();
    DevUrn own = MemberCard.read(folder.card()).name();
    List<Member> peers =
        members.members().stream().filter(member -> !member.name().equals(own)).toList();
    TlsIdentity tls = NodeKeys.read(folder).tls();
    Vertx vertx = Vertx.vertx();
    OwnKey key = new OwnKey(tls.certificate(), tls.key());
    return new MemberLists(vertx, new PeerClient(vertx, key, new Pins(members)), peers);
  }

  @Override
  public List<SubjectEntry> of(long index) throws SilentException, InterruptedException {
    if (index < piece.first() || index >= piece.first() + piece.entries().size()) {
      piece = from(index);
    }
    LogStore.Stored stored = piece.entries().get((int) (index - piece.first()));
    return stored.subjects();
  }

  private Piece from(long index) throws SilentException, InterruptedException {
    String why = "there is no other member";
    for (Member peer : peers) {
      try {
        Piece answer =
            client
                .log(peer, index)
                .toCompletionStage()
                .toCompletableFuture()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (answer.first() == index && !answer.entries().isEmpty()) {
          return answer;
        }
        why = peer.name() + " does not have it";
      } catch (ExecutionException | TimeoutException e) {
        why = peer.name() + " does not answer on " + peer.addresses().peer();
      }
    }
    throw new SilentException("nobody hands out the subject list of entry " + index + ": " + why);
  }

  @Override
  public void close() {
    client.close().toCompletionStage().toCompletableFuture().join();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
