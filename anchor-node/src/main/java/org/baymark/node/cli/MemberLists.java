package org.baymark.node.cli;

import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.baymark.node.audit.SilentException;
import org.baymark.node.audit.SubjectLists;
import org.baymark.node.exit.Failure;
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
import org.baymark.node.store.StoredEntry;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;

/** The subject lists, from the exchange of the members: with the certificate of one of them. */
final class MemberLists implements SubjectLists, AutoCloseable {
  private static final long PATIENCE_SECONDS = 20;

  private final Vertx vertx;
  private final PeerClient client;
  private final Pins pins;
  private final WorkingFolder folder;
  private final DevUrn own;
  private final TlsIdentity tls;
  private Piece piece = new Piece(0, List.of(), Optional.empty(), 0);

  MemberLists(WorkingFolder folder, DevUrn own, TlsIdentity tls, Pins pins) {
    this.folder = folder;
    this.own = own;
    this.tls = tls;
    this.pins = pins;
    this.vertx = Vertx.vertx();
    this.client = new PeerClient(vertx, new OwnKey(tls.certificate(), tls.key()), pins);
  }

  /** Reads keys and card of a member's folder; asks nobody yet. */
  static MemberLists open(WorkingFolder folder) throws FolderException, Failure {
    Optional<GenesisFile> genesis = GenesisFile.read(folder);
    if (genesis.isEmpty()) {
      throw new Failure(
          Failure.UNUSABLE_FILE,
          folder.path() + " has no genesis: it is no folder of one member among several.");
    }
    DevUrn own = MemberCard.read(folder.card()).name();
    TlsIdentity tls = NodeKeys.read(folder).tls();
    return new MemberLists(folder, own, tls, new Pins(genesis.get().members()));
  }

  @Override
  public List<SubjectEntry> of(long index, Members members, Predicate<List<SubjectEntry>> isRight)
      throws SilentException, InterruptedException {
    if (index < piece.first()
        || index >= piece.first() + piece.entries().size()
        || !isRight.test(subjects(piece, index))) {
      piece = from(index, members, isRight);
    }
    return subjects(piece, index);
  }

  private static List<SubjectEntry> subjects(Piece piece, long index) {
    StoredEntry stored = piece.entries().get((int) (index - piece.first()));
    return stored.subjects();
  }

  /** Asks the others by the addresses and the certificates that they have by now. */
  private Piece from(long index, Members members, Predicate<List<SubjectEntry>> isRight)
      throws SilentException, InterruptedException {
    String what = "the subject list of entry " + index;
    Optional<Member> self = members.member(own);
    if (self.isEmpty()) {
      throw new SilentException("nobody hands " + what + " to " + own + ", no member by now");
    }
    pins.are(List.of(members));
    List<String> why = new ArrayList<>();
    for (Member peer : pins.others(own)) {
      try {
        Piece answer =
            client
                .log(peer, index)
                .toCompletionStage()
                .toCompletableFuture()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (answer.first() != index || answer.entries().isEmpty()) {
          why.add(peer.name() + " does not have it");
        } else if (isRight.test(subjects(answer, index))) {
          return answer;
        } else {
          why.add(peer.name() + " hands out another than the header is of");
        }
      } catch (ExecutionException | TimeoutException e) {
        why.add(peer.name() + " does not answer on " + peer.addresses().peer());
      }
    }
    if (!self.get().keys().certificate().equals(tls.digest())) {
      why.add("the log knows " + own + " by another " + folder.tlsCertificate());
    }
    throw new SilentException(
        "nobody hands out "
            + what
            + ": "
            + (why.isEmpty() ? "there is no other member" : String.join("; ", why)));
  }

  @Override
  public void close() {
    client.close().toCompletionStage().toCompletableFuture().join();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
