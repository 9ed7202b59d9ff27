package org.baymark.gateway.anchor;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cbor.CborFields;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.governance.Succession;
import org.baymark.protocol.log.LogReceipt;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.log.TlogProof;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.passport.EvidenceRequest;

/** One member's node over HTTP (PROTOCOL.md, "A member's node"). */
public final class HttpAllianceClient implements AllianceClient {
  private static final int SMALL = 65_536;
  private static final int PATH_MAX = 128;

  /** Some thousand changes of a few members, or a hundred of many. */
  private static final int SUCCESSION_MAX = 8 << 20;

  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(30);

  /** Evidence of much takes so many times as long as other answers. */
  private static final int EVIDENCE_TIMES = 4;

  private static final String CBOR = "application/cbor";

  private final HttpClient client;
  private final Duration answerMax;
  private final String url;

  /** Waits half a minute for answers. */
  public HttpAllianceClient(Vertx vertx, URI node) {
    this(vertx, node, ANSWER_MAX);
  }

  /**
   * @param node where the node serves; a path it may have stands before all others
   * @param answerMax how long an answer may take: short where others can be asked instead
   */
  public HttpAllianceClient(Vertx vertx, URI node, Duration answerMax) {
    this.answerMax = answerMax;
    HttpClientOptions options = new HttpClientOptions();
    options.setConnectTimeout((int) CONNECT_MAX.toMillis()).setIdleTimeout(60);
    options.setShared(false);
    this.client =
        vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(AnchorLoop.TOGETHER_MAX));
    this.url = node.toString().replaceAll("/+$", "");
  }

  public Future<Void> close() {
    return client.close();
  }

  @Override
  public Future<Answer<LogReceipt>> submitRequest(Bytes signed) {
    return ask(HttpMethod.POST, "/requests", Optional.of(signed), SMALL, answerMax)
        .map(reply -> reply.as(LogReceipt::parse));
  }

  @Override
  public Future<Answer<LogReceipt>> submitBatch(Bytes header, List<Bytes> subjectEntries) {
    CborWriter body = new CborWriter().array(2).bytes(header).array(subjectEntries.size());
    subjectEntries.forEach(body::bytes);
    return ask(HttpMethod.POST, "/batches", Optional.of(body.toBytes()), SMALL, answerMax)
        .map(reply -> reply.as(LogReceipt::parse));
  }

  @Override
  public Future<Answer<Optional<SignedCheckpoint>>> checkpoint() {
    return ask(
            HttpMethod.GET, "/checkpoint", Optional.empty(), SignedCheckpoint.SIZE_MAX, answerMax)
        .map(
            reply ->
                reply.status() == 404
                    ? new Answer.Given<>(Optional.empty())
                    : reply.as(HttpAllianceClient::note));
  }

  private static Parsed<Optional<SignedCheckpoint>> note(Bytes body) {
    return Parsed.of(() -> Optional.of(SignedCheckpoint.parse(body).orRefuse()));
  }

  @Override
  public Future<Answer<List<Digest>>> consistency(long oldSize, long newSize) {
    String path = "/consistency?from=" + oldSize + "&to=" + newSize;
    return ask(HttpMethod.GET, path, Optional.empty(), SMALL, answerMax)
        .map(reply -> reply.as(HttpAllianceClient::digests));
  }

  private static Parsed<List<Digest>> digests(Bytes body) {
    return Parsed.of(
        () -> {
          CborReader in = CborReader.open(body);
          List<Digest> digests = new ArrayList<>();
          for (int left = in.array(0, PATH_MAX); left > 0; left--) {
            digests.add(in.digest());
          }
          return digests;
        });
  }

  @Override
  public Future<Answer<TlogProof>> inclusion(long index) {
    String path = "/entries/" + index + "/tlog-proof";
    return ask(HttpMethod.GET, path, Optional.empty(), TlogProof.SIZE_MAX, answerMax)
        .map(reply -> reply.as(TlogProof::parse));
  }

  @Override
  public Future<Answer<Succession>> succession() {
    return ask(HttpMethod.GET, "/members/succession", Optional.empty(), SUCCESSION_MAX, answerMax)
        .map(reply -> reply.as(Succession::parse));
  }

  @Override
  public Future<Answer<Evidence>> evidence(EvidenceRequest request) {
    Optional<Bytes> body = Optional.of(request.encoded());
    return ask(
            HttpMethod.POST,
            "/evidence",
            body,
            Evidence.SIZE_MAX,
            answerMax.multipliedBy(EVIDENCE_TIMES))
        .map(reply -> reply.as(Evidence::parse));
  }

  /** What came back, or why nothing did: then the status is 0 and the text says it. */
  private record Reply(int status, Optional<Duration> retryAfter, Bytes body) {

    static Reply nothing(Throwable why) {
      return new Reply(0, Optional.empty(), Bytes.ofUtf8(String.valueOf(why.getMessage())));
    }

    <T> Answer<T> as(Function<Bytes, Parsed<T>> parser) {
      if (status == 0) {
        return new Answer.Silent<>(body.utf8(), Optional.empty());
      }
      if (status >= 200 && status < 300) {
        return parser
            .apply(body)
            .match(
                Answer.Given::new,
                refused -> new Answer.Silent<>("its answer: " + refused.text(), Optional.empty()));
      }
      Problem problem = Problem.parse(body).toOptional().orElse(new Problem("", ""));
      if (status >= 400 && status < 500 && status != 429) {
        return new Answer.Refused<>(status, problem.title(), problem.detail());
      }
      String why = "status " + status + (problem.detail().isEmpty() ? "" : ": " + problem.detail());
      return new Answer.Silent<>(why, retryAfter);
    }
  }

  /** Concise problem details (RFC 9290): title -1 and detail -2, as our nodes write them. */
  private record Problem(String title, String detail) {
    static Parsed<Problem> parse(Bytes body) {
      return Parsed.of(
          () -> {
            CborReader in = CborReader.open(body);
            CborFields fields = in.fields();
            String title = fields.optional(-1) ? in.text(SMALL) : "";
            String detail = fields.optional(-2) ? in.text(SMALL) : "";
            fields.end();
            return new Problem(title, detail);
          });
    }
  }

  private Future<Reply> ask(
      HttpMethod method, String path, Optional<Bytes> body, int sizeMax, Duration patience) {
    RequestOptions options = new RequestOptions().setMethod(method).setAbsoluteURI(url + path);
    return client
        .request(options)
        .compose(
            request -> {
              body.ifPresent(bytes -> request.putHeader(HttpHeaders.CONTENT_TYPE, CBOR));
              Future<HttpClientResponse> response =
                  body.map(bytes -> request.send(Buffer.buffer(bytes.unsafeArray())))
                      .orElseGet(request::send);
              return response
                  .compose(answer -> collect(answer, sizeMax))
                  .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                  .onFailure(late -> request.reset());
            })
        .otherwise(Reply::nothing);
  }

  /** The whole body, as long as it stays within {@code sizeMax} bytes. */
  private static Future<Reply> collect(HttpClientResponse response, int sizeMax) {
    Promise<Reply> reply = Promise.promise();
    Buffer body = Buffer.buffer();
    response.exceptionHandler(reply::tryFail);
    response.handler(
        part -> {
          if (body.length() + part.length() > sizeMax) {
            reply.tryFail("an answer of more than " + sizeMax + " bytes");
          } else {
            body.appendBuffer(part);
          }
        });
    response.endHandler(
        end ->
            reply.tryComplete(
                new Reply(
                    response.statusCode(), retryAfter(response), Bytes.owning(body.getBytes()))));
    return reply.future();
  }

  /** Seconds (RFC 9110, section 10.2.3); the form with a date is not used by our nodes. */
  private static Optional<Duration> retryAfter(HttpClientResponse response) {
    return Optional.ofNullable(response.getHeader(HttpHeaders.RETRY_AFTER))
        .filter(seconds -> seconds.matches("[0-9]{1,6}"))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
  }
}
