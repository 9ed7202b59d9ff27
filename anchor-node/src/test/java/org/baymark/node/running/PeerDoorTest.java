package org.baymark.node.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.baymark.node.doorstep.Doorstep;
import org.baymark.node.doorstep.GuardedPorts;
import org.baymark.node.folder.TlsIdentity;
import org.baymark.node.peer.Address;
import org.baymark.node.peer.Desk;
import org.baymark.node.peer.PeerClient;
import org.baymark.node.peer.PeerServer;
import org.baymark.node.pin.OwnKey;
import org.baymark.node.pin.Pins;
import org.baymark.node.sequence.Piece;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What one member can take of another's memory by the door that members have for each other. */
class PeerDoorTest {
  private static final int LARGE = 8 << 20;
  private static final int HOSTILE = 1;
  private static final int HONEST = 2;

  @TempDir Path folder;
  private static final int ROOM = 32;

  private final Doorstep doorstep = new Doorstep(ROOM);
  private final Vertx vertx = GuardedPorts.vertx(new VertxOptions(), () -> doorstep);
  private final List<Socket> open = new ArrayList<>();
  private RunningAlliance alliance;
  private Address door;

  @BeforeEach
  void open() throws IOException {
    alliance = new RunningAlliance(folder, 3);
    door = Address.parse(alliance.member(0).addresses().peer()).orElseThrow();
    await(
        PeerServer.start(vertx, door, key(0), new Pins(alliance.members), new Answering(), 65_536));
  }

  @AfterEach
  void close() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  private OwnKey key(int member) {
    TlsIdentity tls = alliance.keys(member).tls();
    return new OwnKey(tls.certificate(), tls.key());
  }

  private Socket says(int member, String words) throws Exception {
    Socket socket = HostileCaller.secure(HostileCaller.tls(key(member)), door);
    socket.setSoTimeout(20_000);
    open.add(socket);
    socket.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static String command(int size) {
    return "POST /command HTTP/1.1\r\nHost: m\r\nContent-Length: " + size + "\r\n\r\n.";
  }

  /** The status of the next answer; empty if it was hung up instead. */
  private static Optional<Integer> status(Socket socket) {
    try {
      InputStream in = socket.getInputStream();
      String line = new String(in.readNBytes(12), StandardCharsets.US_ASCII);
      return Optional.of(line)
          .filter(it -> it.length() == 12)
          .map(it -> Integer.parseInt(it, 9, 12, 10));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Test
  void ofLargeCommandsOneComesInAtATime() throws Exception {
    Socket first = says(HOSTILE, command(LARGE));
    assertEquals(Optional.of(503), status(says(HOSTILE, command(LARGE))));
    assertEquals(
        Optional.of(503),
        status(
            says(
                HOSTILE,
                command(LARGE).replace("Content-Length: " + LARGE, "Transfer-Encoding: chunked"))));
    assertEquals(Optional.of(200), status(says(HOSTILE, command(1))), "a small one fits beside it");
    PeerClient other = new PeerClient(vertx, key(HONEST), new Pins(alliance.members));
    await(other.command(alliance.member(0), Bytes.owning(new byte[LARGE])));

    first.getOutputStream().write(new byte[LARGE - 1]);
    assertEquals(Optional.of(200), status(first));
    Socket next = says(HOSTILE, command(LARGE));
    next.getOutputStream().write(new byte[LARGE - 1]);
    assertEquals(Optional.of(200), status(next), "the first one counts no more");
    next.close();
    says(HOSTILE, command(LARGE)).close();
    Socket last = says(HOSTILE, command(LARGE));
    last.getOutputStream().write(new byte[LARGE - 1]);
    assertEquals(Optional.of(200), status(last), "nor does one that broke off");
  }

  /** It comes often, for instance of votes while the other starts: no line on anybody's screen. */
  @Test
  void aRefusalIsNoFaultToWhoHearsIt() {
    ListAppender<ILoggingEvent> said = new ListAppender<>();
    said.start();
    Logger library = (Logger) LoggerFactory.getLogger("io.vertx");
    library.addAppender(said);
    library.setLevel(Level.ERROR); // the tests' own setting is to log nothing
    try {
      PeerClient other = new PeerClient(vertx, key(HONEST), new Pins(alliance.members));
      Bytes vote = Bytes.owning(new byte[1_000]);
      List<Future<Void>> votes = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        votes.add(other.vote(alliance.member(0), vote));
      }
      for (Future<Void> refused : votes) {
        assertThrows(CompletionException.class, () -> await(refused));
      }
      await(other.close());
    } finally {
      library.setLevel(null);
      library.detachAppender(said);
    }
    assertEquals(List.of(), said.list.stream().map(ILoggingEvent::getMessage).toList());
  }

  @Test
  void ofConnectionsItHasAFew() throws Exception {
    for (int i = 0; i < 40; i++) {
      says(HOSTILE, "");
    }
    int answered = 0;
    for (Socket socket : List.copyOf(open)) {
      answered += isServed(socket) ? 1 : 0;
    }
    assertEquals(16, answered);
    assertTrue(isServed(says(HONEST, "")));
    open.get(0).close();
    RunningAlliance.await(
        "there is room again", () -> Optional.of(0).filter(any -> isServedAnew()));
  }

  @Test
  void strangersPushOutStrangersAndNoMember() throws Exception {
    strangersCome(5 * ROOM);
    for (Socket pushedOut : List.copyOf(open).subList(0, 4 * ROOM)) {
      assertEquals(-1, pushedOut.getInputStream().read());
    }
    assertTrue(doorstep.size() <= ROOM, "there stand " + doorstep.size());
    Socket member = says(HONEST, "");
    assertTrue(isServed(member));
    readToTheEnd(member);
    int before = open.size();
    strangersCome(2 * ROOM);
    assertEquals(-1, open.get(before).getInputStream().read());
    assertTrue(isServed(member), "on the connection that it has");
  }

  /** Of an answer without a body. */
  private static void readToTheEnd(Socket socket) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      head.append((char) socket.getInputStream().read());
    }
  }

  private void strangersCome(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      Socket stranger = new Socket(door.host(), door.port());
      stranger.setSoTimeout(60_000);
      open.add(stranger);
    }
  }

  private boolean isServedAnew() {
    try {
      return isServed(says(HOSTILE, ""));
    } catch (Exception e) {
      return false;
    }
  }

  private static boolean isServed(Socket socket) {
    try {
      socket
          .getOutputStream()
          .write("GET /x HTTP/1.1\r\nHost: m\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      return false;
    }
    return status(socket).equals(Optional.of(404));
  }

  private final class Answering implements Desk {
    @Override
    public Future<Void> command(DevUrn from, Bytes command) {
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> yieldLead(DevUrn from) {
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> vote(DevUrn from, Bytes message) {
      return Future.failedFuture("it is of no epoch here");
    }

    @Override
    public Future<Piece> piece(DevUrn from, long first) {
      return Future.failedFuture("nobody asks");
    }
  }
}
