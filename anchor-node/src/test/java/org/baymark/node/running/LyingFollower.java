package org.baymark.node.running;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.baymark.node.config.ConfigFile;
import org.baymark.node.folder.GenesisFile;
import org.baymark.node.folder.MemberCard;
import org.baymark.node.folder.NodeKeys;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.node.peer.Address;
import org.baymark.node.peer.Desk;
import org.baymark.node.peer.PeerClient;
import org.baymark.node.peer.PeerServer;
import org.baymark.node.pin.OwnKey;
import org.baymark.node.pin.Pins;
import org.baymark.node.sequence.Piece;
import org.baymark.node.sequence.StoppedException;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.index.IndexSeal;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;
import org.baymark.protocol.voting.Cosigned;
import org.baymark.protocol.voting.Head;
import org.baymark.protocol.voting.Message;
import org.baymark.protocol.voting.Report;
import org.baymark.protocol.voting.Voice;

/**
 * A member that follows no order and executes nothing. It hears the others by its own door, and
 * says to each of them by theirs what no member may say: other heads than there are, more than one
 * at a height, what others said before, and what is no message at all.
 */
final class LyingFollower implements Desk {
  private static final int EVERY_MILLIS = 1_000;
  private static final int OLDEST_MAX = 6;
  private static final int NEWEST_MAX = 6;

  private final WorkingFolder folder;
  private final NodeKeys keys;
  private final DevUrn self;
  private final Members members;
  private final Voice voice;
  private final OwnKey certificate;
  private final Vertx vertx = Vertx.vertx();
  private final Random random = new Random(4);
  private final List<Bytes> oldest = new CopyOnWriteArrayList<>(); // of what others said
  private final List<Bytes> newest = new CopyOnWriteArrayList<>();
  private volatile Optional<Head> reported = Optional.empty(); // by another one, lately
  private volatile Optional<Cosigned> cosigned = Optional.empty(); // so too

  private LyingFollower(WorkingFolder folder) throws Exception {
    this.folder = folder;
    this.keys = NodeKeys.read(folder);
    this.self = MemberCard.read(folder.card()).name();
    this.members = GenesisFile.read(folder).orElseThrow().members();
    this.voice = Voice.of(self, keys.reporter());
    this.certificate = new OwnKey(keys.tls().certificate(), keys.tls().key());
  }

  /** In the folder of the member, until it is killed. */
  public static void main(String[] words) throws Exception {
    new LyingFollower(new WorkingFolder(Path.of(words[0]))).lie();
  }

  private void lie() throws Exception {
    Pins pins = new Pins(members);
    String listen = ConfigFile.read(folder.config()).listenPeer().orElseThrow().toString();
    PeerServer.start(
            vertx, Address.parse(listen).orElseThrow(), certificate, pins, this, Message.SIZE_MAX)
        .toCompletionStage()
        .toCompletableFuture()
        .join();
    PeerClient client = new PeerClient(vertx, certificate, pins);
    List<Member> others = pins.others(self);
    List<HostileCaller> callers = new ArrayList<>();
    for (Member other : others) {
      callers.add(
          new HostileCaller(Address.parse(other.addresses().peer()).orElseThrow(), certificate));
    }
    boolean isSaid = false;
    for (int round = 0; true; round++) {
      if (round % 10 == 0) {
        callers.forEach(HostileCaller::callAnew);
      }
      for (Bytes message : messages(round)) {
        others.forEach(other -> client.vote(other, message));
      }
      Bytes rubbish = rubbish();
      others.forEach(other -> client.command(other, rubbish));
      if (!isSaid && cosigned.isPresent() && reported.isPresent()) {
        isSaid = true;
        System.out.println("lies");
        System.out.flush();
      }
      Thread.sleep(EVERY_MILLIS);
    }
  }

  private List<Bytes> messages(int round) {
    List<Bytes> all = new ArrayList<>(oldest);
    all.addAll(newest);
    for (int i = 0; i < 4; i++) {
      all.add(rubbish());
    }
    reported.ifPresent(head -> reports(head, round).forEach(it -> all.add(it.encoded())));
    cosigned.ifPresent(head -> cosigned(head, round).forEach(it -> all.add(it.encoded())));
    return all;
  }

  /** Two at one height, one at a height that the log has not reached, and one of another epoch. */
  private List<Message> reports(Head head, int round) {
    Digest wrong = Digest.sha256(Bytes.ofUtf8("wrong " + round));
    return List.of(
        report(head),
        report(new Head(head.epoch(), head.size(), wrong)),
        report(new Head(head.epoch(), head.size() + 1_000 + round, wrong)),
        report(new Head(head.epoch() + 1, head.size(), wrong)));
  }

  private Message report(Head head) {
    return Report.say(voice, members.origin(), head);
  }

  /** The head, another one with its own seal, and one that is far away and has none. */
  private List<Message> cosigned(Cosigned said, int round) {
    Checkpoint right = said.note().checkpoint();
    Cosigned.Seal sealed = said.seal().orElseThrow();
    IndexSeal seal = sealed.seal();
    IndexSeal other =
        new IndexSeal(
            seal.epoch(),
            seal.stopSet(),
            seal.height(),
            seal.covers(),
            Digest.sha256(Bytes.ofUtf8("another index " + round)),
            seal.memberSet(),
            seal.previous());
    Digest root = MerkleTree.leafHash(other.encode());
    for (Digest left : sealed.path()) {
      root = MerkleTree.nodeHash(left, root); // nothing stands to the right of the last leaf
    }
    return List.of(
        cosigned(right.size(), right.root(), said.seal()),
        cosigned(right.size(), root, Optional.of(new Cosigned.Seal(other, sealed.path()))),
        cosigned(right.size() + 1_000 + round, root, Optional.empty()));
  }

  private Message cosigned(long size, Digest root, Optional<Cosigned.Seal> seal) {
    Checkpoint checkpoint = new Checkpoint(members.origin(), size, root);
    long now = Instant.now().getEpochSecond();
    return new Cosigned(
        new SignedCheckpoint(checkpoint, List.of(keys.cosignSigner(self).cosign(checkpoint, now))),
        seal);
  }

  /** Any bytes, or one byte of what another member said is another. */
  private Bytes rubbish() {
    byte[] octets = new byte[random.nextInt(400)];
    random.nextBytes(octets);
    if (!newest.isEmpty() && random.nextBoolean()) {
      octets = newest.get(random.nextInt(newest.size())).toArray();
      octets[random.nextInt(octets.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return Bytes.owning(octets);
  }

  @Override
  public Future<Void> vote(DevUrn from, Bytes message) {
    if (oldest.size() < OLDEST_MAX) {
      oldest.add(message);
    }
    newest.add(message);
    if (newest.size() > NEWEST_MAX) {
      newest.remove(0);
    }
    Message said = Message.parse(message).toOptional().orElseThrow();
    if (said instanceof Report report) {
      reported = Optional.of(report.head());
    } else if (said instanceof Cosigned head && head.seal().isPresent()) {
      cosigned = Optional.of(head);
    }
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> command(DevUrn from, Bytes command) {
    return Future.failedFuture(new StoppedException());
  }

  @Override
  public Future<Void> yieldLead(DevUrn from) {
    return Future.succeededFuture();
  }

  @Override
  public Future<Piece> piece(DevUrn from, long first) {
    return Future.failedFuture(new StoppedException());
  }
}
