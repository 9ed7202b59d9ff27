package org.baymark.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.baymark.protocol.batch.BatchHeader;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.passport.EvidenceRequest;
import org.baymark.protocol.registration.Request;

/** A member's node on a real socket, which also misbehaves as a test tells it to. */
public final class TestNode implements AutoCloseable {

  /** One call that came in, and what it was answered. */
  public record Call(String path, Bytes body, int status) {}

  /** An answer in the place of the right one. */
  public record Reply(int status, String contentType, Bytes body) {
    /** As a node refuses (RFC 9290). */
    public static Reply problem(int status, String title) {
      CborWriter out = new CborWriter().map(2).integer(-1).text(title);
      Bytes body = out.integer(-2).text("the test says so").toBytes();
      return new Reply(status, "application/concise-problem-details+cbor", body);
    }

    public static Reply cbor(Bytes body) {
      return new Reply(200, "application/cbor", body);
    }
  }

  public final TestAlliance alliance;
  private final int member;
  private final VerifyingKey gatewayKey;
  private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final int port;
  private HttpServer server;
  private Optional<Lie> lie = Optional.empty(); // guarded by this
  private volatile Optional<CountDownLatch> hung = Optional.empty();

  private volatile boolean isForgetful;
  private volatile boolean refusesKeys;

  private record Lie(String path, boolean acts, boolean isOnce, Reply reply) {}

  public TestNode(VerifyingKey gatewayKey) {
    this(gatewayKey, new TestAlliance(), 0);
  }

  /** One of several members that keep one log. */
  public TestNode(VerifyingKey gatewayKey, TestAlliance alliance, int member) {
    this.gatewayKey = gatewayKey;
    this.alliance = alliance;
    this.member = member;
    this.server = listen(0);
    this.port = server.getAddress().getPort();
  }

  private HttpServer listen(int at) {
    try {
      HttpServer made = HttpServer.create(new InetSocketAddress("127.0.0.1", at), 0);
      made.createContext("/", this::serve);
      made.setExecutor(threads);
      made.start();
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Nobody listens any more. */
  public void goAway() {
    server.stop(0);
  }

  /** As soon as its port is free, which another program may have used for a moment. */
  public void comeBack() {
    for (long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60); ; ) {
      try {
        server = listen(port);
        return;
      } catch (UncheckedIOException e) {
        if (System.nanoTime() > until) {
          throw e;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      }
    }
  }

  /** From now on every call whose path starts so is answered {@code reply}. */
  public synchronized void lie(String path, Reply reply) {
    lie = Optional.of(new Lie(path, false, false, reply));
  }

  /** The next call whose path starts so is answered {@code reply}. */
  public synchronized void lieOnce(String path, Reply reply) {
    lie = Optional.of(new Lie(path, false, true, reply));
  }

  /** From now on such a call is done, but its answer never arrives. */
  public synchronized void loseAnswers(String path) {
    lie = Optional.of(new Lie(path, true, false, Reply.problem(503, "busy")));
  }

  /** From now on a batch gets a receipt for the end of the log, and is not there. */
  public void forgetBatches() {
    isForgetful = true;
  }

  /** From now on calls are taken and never answered. */
  public void hang() {
    hung = Optional.of(new CountDownLatch(1));
  }

  /** What hung goes on. */
  public void goOn() {
    hung.ifPresent(CountDownLatch::countDown);
    hung = Optional.empty();
  }

  private void hangIfTold() {
    try {
      Optional<CountDownLatch> latch = hung;
      if (latch.isPresent()) {
        latch.get().await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public synchronized void tellTheTruth() {
    isForgetful = false;
    lie = Optional.empty();
  }

  /** The next call that {@code wanted} holds for; those before it are forgotten. */
  public Call await(Predicate<Call> wanted) {
    try {
      while (true) {
        Call call = calls.poll(30, TimeUnit.SECONDS);
        if (call == null) {
          throw new AssertionError("no such call came for 30 s");
        }
        if (wanted.test(call)) {
          return call;
        }
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  public Call await(String path, int status) {
    return await(call -> call.path().startsWith(path) && call.status() == status);
  }

  /** What came since it was last asked. */
  public List<Call> calls() {
    List<Call> all = new ArrayList<>();
    calls.drainTo(all);
    return all;
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      hangIfTold();
      String path = exchange.getRequestURI().toString();
      Bytes body = Bytes.owning(exchange.getRequestBody().readAllBytes());
      Optional<Lie> told = told(path);
      boolean acts = told.map(Lie::acts).orElse(true);
      Reply truth = acts ? answer(path, body) : Reply.cbor(Bytes.EMPTY);
      Reply reply = told.map(Lie::reply).orElse(truth);
      exchange.getResponseHeaders().add("Content-Type", reply.contentType());
      exchange.sendResponseHeaders(reply.status(), reply.body().size() == 0 ? -1 : 0);
      if (reply.body().size() > 0) {
        exchange.getResponseBody().write(reply.body().unsafeArray());
      }
      calls.add(new Call(path, body, reply.status()));
    }
  }

  private synchronized Optional<Lie> told(String path) {
    Optional<Lie> told = lie.filter(one -> path.startsWith(one.path()));
    if (told.filter(Lie::isOnce).isPresent()) {
      lie = Optional.empty();
    }
    return told;
  }

  private Reply answer(String path, Bytes body) {
    try {
      if (path.equals("/checkpoint")) {
        SignedCheckpoint note = TestMember.servedBy(member, alliance.checkpoint());
        return new Reply(200, "text/plain", Bytes.ofUtf8(note.toText()));
      }
      if (path.startsWith("/consistency?")) {
        String[] sizes = path.replaceAll("[^0-9]+", " ").strip().split(" ");
        List<Digest> proof =
            alliance.consistency(Long.parseLong(sizes[0]), Long.parseLong(sizes[1]));
        CborWriter out = new CborWriter().array(proof.size());
        proof.forEach(out::digest);
        return Reply.cbor(out.toBytes());
      }
      if (path.startsWith("/entries/")) {
        return alliance
            .inclusion(Long.parseLong(path.replaceAll("[^0-9]", "")))
            .map(proof -> new Reply(200, "text/plain", Bytes.ofUtf8(proof.toText())))
            .orElseGet(() -> Reply.problem(404, "not-found"));
      }
      return switch (path) {
        case "/requests" -> request(body);
        case "/batches" -> batch(body);
        case "/evidence" ->
            alliance
                .evidence(EvidenceRequest.parse(body).orRefuse())
                .map(evidence -> Reply.cbor(evidence.encoded()))
                .orElseGet(() -> Reply.problem(404, "unknown-key"));
        default -> Reply.problem(404, "not-found");
      };
    } catch (RefusalException e) {
      return Reply.problem(400, e.refusal().wireName());
    }
  }

  private Reply request(Bytes body) throws RefusalException {
    Sign1 signed = Sign1.read(body, 65_535);
    if (!signed.signedBy(gatewayKey)) {
      return Reply.problem(409, "bad-signature");
    }
    Request request = Request.parse(signed).orRefuse();
    if (refusesKeys && request instanceof Request.Register) {
      return Reply.problem(409, "key-taken");
    }
    Map.Entry<Long, Digest> taken = alliance.take(request);
    return receipt(taken.getKey(), taken.getValue());
  }

  private Reply batch(Bytes body) throws RefusalException {
    CborReader in = CborReader.open(body);
    in.arrayOf(2);
    Sign1 signed = Sign1.read(in.bytes(65_535), 65_535);
    List<SubjectEntry> entries = new ArrayList<>();
    for (int left = in.array(1, 1 << 20); left > 0; left--) {
      entries.add(SubjectEntry.parse(in.bytes(128)).orRefuse());
    }
    BatchHeader header = BatchHeader.parse(signed).orRefuse();
    Optional<Long> there = alliance.indexOf(signed.id());
    if (there.isPresent()) {
      return receipt(there.get(), signed.id());
    }
    if (!signed.signedBy(gatewayKey) || !header.covers(signed.issuer(), entries)) {
      return Reply.problem(409, "wrong-root");
    }
    if (!alliance.isNext(signed, header)) {
      return Reply.problem(409, "wrong-number");
    }
    if (isForgetful) {
      return receipt(alliance.head().size(), signed.id());
    }
    return receipt(alliance.file(signed, header, entries, gatewayKey.thumbprint()), signed.id());
  }

  private static Reply receipt(long at, Digest id) {
    CborWriter out = new CborWriter().array(3).text("baymark receipt v1");
    return Reply.cbor(out.integer(at).digest(id).toBytes());
  }

  /** From now on it registers nobody, and revokes all the same; or it does again. */
  public void refuseRegistrations(boolean refuses) {
    refusesKeys = refuses;
  }

  @Override
  public void close() {
    goOn();
    server.stop(0);
    threads.shutdownNow();
  }
}
