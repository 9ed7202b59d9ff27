package org.baymark.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.baymark.node.audit.SilentException;
import org.baymark.node.folder.TlsIdentity;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.node.peer.Address;
import org.baymark.node.peer.Desk;
import org.baymark.node.peer.PeerServer;
import org.baymark.node.pin.OwnKey;
import org.baymark.node.pin.Pins;
import org.baymark.node.running.RunningAlliance;
import org.baymark.node.sequence.Piece;
import org.baymark.node.store.StoredEntry;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom an auditing member believes of the subject lists that others hand out. */
class MemberListsTest {
  private static final List<SubjectEntry> RIGHT = List.of(of("right"));
  private static final List<SubjectEntry> WRONG = List.of(of("wrong"));

  @TempDir Path folder;
  private final Vertx vertx = Vertx.vertx();
  private RunningAlliance alliance;
  private MemberLists lists;

  @BeforeEach
  void open() throws IOException {
    alliance = new RunningAlliance(folder, 3);
    TlsIdentity tls = alliance.keys(0).tls();
    Pins pins = new Pins(alliance.members);
    lists = new MemberLists(new WorkingFolder(folder), RunningAlliance.name(0), tls, pins);
  }

  @AfterEach
  void close() {
    lists.close();
    await(vertx.close());
  }

  private static SubjectEntry of(String what) {
    Digest digest = Digest.sha256(Bytes.ofUtf8(what));
    return new SubjectEntry(digest, 1, digest);
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  private void handsOut(int member, List<SubjectEntry> first, List<SubjectEntry> second) {
    TlsIdentity tls = alliance.keys(member).tls();
    OwnKey key = new OwnKey(tls.certificate(), tls.key());
    Address door = Address.parse(alliance.member(member).addresses().peer()).orElseThrow();
    Pins pins = new Pins(alliance.members);
    await(PeerServer.start(vertx, door, key, pins, new Handing(first, second), 65_536));
  }

  private List<SubjectEntry> asked(long index) throws Exception {
    return lists.of(index, alliance.members, RIGHT::equals);
  }

  @Test
  void whoHandsOutAWrongListIsPassedOver() throws Exception {
    handsOut(1, RIGHT, WRONG);
    handsOut(2, RIGHT, RIGHT);
    assertEquals(RIGHT, asked(7));
    assertEquals(RIGHT, asked(8), "which the first of them had handed out wrong, in one piece");
  }

  @Test
  void whereAllHandOutWrongOnesEachIsNamed() {
    handsOut(1, WRONG, WRONG);
    SilentException silent = assertThrows(SilentException.class, () -> asked(7));
    String address = alliance.member(2).addresses().peer();
    assertEquals(
        "nobody hands out the subject list of entry 7: "
            + RunningAlliance.name(1)
            + " hands out another than the header is of; "
            + RunningAlliance.name(2)
            + " does not answer on "
            + address,
        silent.clause());
  }

  /** Two entries from whichever is asked for. */
  private record Handing(List<SubjectEntry> first, List<SubjectEntry> second) implements Desk {
    @Override
    public Future<Void> command(DevUrn from, Bytes command) {
      return Future.failedFuture("nobody asks");
    }

    @Override
    public Future<Void> yieldLead(DevUrn from) {
      return Future.failedFuture("nobody asks");
    }

    @Override
    public Future<Void> vote(DevUrn from, Bytes message) {
      return Future.failedFuture("nobody asks");
    }

    @Override
    public Future<Piece> piece(DevUrn from, long index) {
      boolean isFirst = index == 7;
      List<StoredEntry> two =
          List.of(stored(index, isFirst ? first : second), stored(index + 1, second));
      return Future.succeededFuture(new Piece(index, two, Optional.empty(), 9));
    }

    private static StoredEntry stored(long index, List<SubjectEntry> subjects) {
      return new StoredEntry(index, Bytes.ofHex("00"), subjects, Optional.empty());
    }
  }
}
