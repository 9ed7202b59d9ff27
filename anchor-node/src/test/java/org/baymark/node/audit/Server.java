package org.baymark.node.audit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.MerkleTree;

/** Serves a log by C2SP tlog-tiles, or whatever else it was told to serve in its place. */
final class Server implements AutoCloseable {
  private static final Pattern TILE =
      Pattern.compile("/tile/(entries|[0-9]+)/((?:x[0-9]{3}/)*[0-9]{3})(?:\\.p/([0-9]+))?");

  private final HttpServer server;
  private final Map<String, Bytes> lies = new HashMap<>();
  private List<Bytes> entries = List.of();
  private MerkleTree tree = new MerkleTree();
  private Optional<SignedCheckpoint> note = Optional.empty();
  private final Set<String> failing = new HashSet<>();
  private int asked;

  Server() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  synchronized Server serve(TestLog log, SignedCheckpoint head) {
    entries = List.copyOf(log.entries);
    tree = MerkleTree.of(entries);
    note = Optional.of(head);
    return this;
  }

  /** From now on {@code path} is answered with this. */
  synchronized Server lie(String path, Bytes body) {
    lies.put(path, body);
    return this;
  }

  /** From now on {@code path} is answered with an error. */
  synchronized Server fail(String path) {
    failing.add(path);
    return this;
  }

  private synchronized int status(String path, Optional<Bytes> body) {
    return failing.contains(path) ? 500 : body.isPresent() ? 200 : 404;
  }

  /** How many tiles and bundles were asked for since the last time. */
  synchronized int asked() {
    int count = asked;
    asked = 0;
    return count;
  }

  private void answer(HttpExchange call) throws IOException {
    String path = call.getRequestURI().getPath();
    Optional<Bytes> body = body(path);
    byte[] octets = body.orElse(Bytes.EMPTY).toArray();
    call.sendResponseHeaders(status(path, body), octets.length == 0 ? -1 : octets.length);
    call.getResponseBody().write(octets);
    call.close();
  }

  private synchronized Optional<Bytes> body(String path) {
    Matcher tile = TILE.matcher(path);
    asked += tile.matches() ? 1 : 0;
    if (lies.containsKey(path)) {
      return Optional.ofNullable(lies.get(path));
    }
    if (path.equals("/checkpoint")) {
      return note.map(it -> Bytes.ofUtf8(it.toText()));
    }
    if (!tile.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(tile.group(2).replaceAll("[x/]", ""));
    int width = tile.group(3) == null ? 256 : Integer.parseInt(tile.group(3));
    return tile.group(1).equals("entries")
        ? bundle((int) number * 256, width)
        : hashes(Integer.parseInt(tile.group(1)), number * 256, width);
  }

  private Optional<Bytes> bundle(int first, int width) {
    return first + width > entries.size()
        ? Optional.empty()
        : Optional.of(bundle(entries.subList(first, first + width)));
  }

  static Bytes bundle(List<Bytes> entries) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Bytes entry : entries) {
      out.write(entry.size() >> 8);
      out.write(entry.size());
      out.writeBytes(entry.toArray());
    }
    return Bytes.owning(out.toByteArray());
  }

  private Optional<Bytes> hashes(int level, long first, int width) {
    if (first + width > tree.size() >> 8 * level) {
      return Optional.empty();
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < width; i++) {
      out.writeBytes(tree.subtree(8 * level, first + i).bytes().toArray());
    }
    return Optional.of(Bytes.owning(out.toByteArray()));
  }

  static List<Bytes> changed(List<Bytes> entries, int index) {
    List<Bytes> changed = new ArrayList<>(entries);
    byte[] octets = changed.get(index).toArray();
    octets[octets.length - 1] ^= 1;
    changed.set(index, Bytes.owning(octets));
    return changed;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
