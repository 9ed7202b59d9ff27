package org.baymark.sim.uplink;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.coap.MessageObserverAdapter;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.UdpConfig;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConfig.DtlsRole;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedSinglePskStore;

/**
 * CoAP over UDP: POST /e, confirmable, block-wise where a statement is too large for one datagram
 * (RFC 7252, RFC 7959). Only the response 2.04 says that a statement is stored.
 *
 * <p>One uplink has one port and so one set of 65,536 message ids, each in use for 247 seconds (RFC
 * 7252, section 4.8.2): for more than 250 statements a second over minutes, open several.
 */
public final class CoapUplink implements Uplink {
  /** Requests without a response at one time. */
  public static final int WINDOW = 16;

  /** Above this many bytes a statement travels block-wise (RFC 7252, section 4.6). */
  private static final int DATAGRAM_MAX = 1024;

  private static final int BLOCK_SIZE = 512;
  private static final int BODY_MAX = 65_536;
  private static final long ANSWER_SECONDS = 20;

  private record Pending(Bytes statement, CompletableFuture<Answer> answer) {
    boolean isLarge() {
      return statement.size() > DATAGRAM_MAX;
    }
  }

  private final String target;
  private final CoapEndpoint endpoint;

  // All below is guarded by this.
  private final Deque<Pending> waiting = new ArrayDeque<>();
  private int underWay;
  private boolean largeUnderWay;
  private boolean closed;

  private CoapUplink(String target, CoapEndpoint endpoint) {
    this.target = target;
    this.endpoint = endpoint;
  }

  /**
   * Opens a UDP port for it.
   *
   * @param server coap://HOST:PORT
   */
  public static CoapUplink open(URI server) throws IOException {
    return started(
        server,
        new CoapEndpoint.Builder()
            .setConfiguration(configuration())
            .setInetSocketAddress(new InetSocketAddress(0))
            .build());
  }

  /**
   * The same over DTLS 1.2 with a pre-shared key (RFC 7252, section 9.1.3.1). It shakes hands with
   * the first statement. When it is closed it says no goodbye, like a device without power.
   *
   * @param server coaps://HOST:PORT
   */
  public static CoapUplink open(URI server, String identity, Bytes key) throws IOException {
    DtlsConfig.register();
    Configuration configuration =
        configuration()
            .set(DtlsConfig.DTLS_ROLE, DtlsRole.CLIENT_ONLY)
            // While hands are shaken: what is sent beyond these fails.
            .set(DtlsConfig.DTLS_MAX_DEFERRED_OUTBOUND_APPLICATION_MESSAGES, WINDOW)
            .set(DtlsConfig.DTLS_RECEIVER_THREAD_COUNT, 1)
            .set(DtlsConfig.DTLS_CONNECTOR_THREAD_COUNT, 1);
    DTLSConnector connector =
        new DTLSConnector(
            DtlsConnectorConfig.builder(configuration)
                .setAddress(new InetSocketAddress(0))
                .setAdvancedPskStore(new AdvancedSinglePskStore(identity, key.toArray()))
                .build());
    return started(
        server,
        new CoapEndpoint.Builder().setConfiguration(configuration).setConnector(connector).build());
  }

  private static CoapUplink started(URI server, CoapEndpoint endpoint) throws IOException {
    endpoint.start();
    String target = server.getScheme() + "://" + server.getHost() + ":" + server.getPort() + "/e";
    return new CoapUplink(target, endpoint);
  }

  static Configuration configuration() {
    CoapConfig.register();
    UdpConfig.register();
    Configuration configuration = Configuration.createStandardWithoutFile();
    configuration.set(CoapConfig.MAX_MESSAGE_SIZE, DATAGRAM_MAX);
    configuration.set(CoapConfig.PREFERRED_BLOCK_SIZE, BLOCK_SIZE);
    configuration.set(CoapConfig.MAX_RESOURCE_BODY_SIZE, BODY_MAX);
    // Else some corner of Californium asks for the standard, and writes it into the working folder.
    Configuration.setStandard(configuration);
    return configuration;
  }

  /** CoAP has no place for {@code issuer}: the statement says it. */
  @Override
  public CompletableFuture<Answer> send(DevUrn issuer, Bytes statement) {
    Pending pending = new Pending(statement, new CompletableFuture<>());
    synchronized (this) {
      if (closed) {
        return CompletableFuture.completedFuture(Answer.lost("the uplink is closed"));
      }
      waiting.addLast(pending);
    }
    pump();
    return pending.answer();
  }

  /**
   * Sends a record once, non-confirmable (RFC 7252, section 4.3), and forgets it: whether it
   * arrives, its cover will show.
   */
  public void cast(Bytes record) {
    Request request = request(record);
    request.setType(CoAP.Type.NON);
    endpoint.sendRequest(request);
  }

  private Request request(Bytes payload) {
    Request request = Request.newPost();
    request.setURI(target);
    request.setPayload(payload.toArray());
    return request;
  }

  /**
   * Sends while there is room. One large statement at a time: the server tells block-wise transfers
   * apart by peer and path alone (RFC 7959, section 2.5), and all of ours go to one path.
   */
  private void pump() {
    while (true) {
      Pending next;
      synchronized (this) {
        next = waiting.peekFirst();
        if (closed || next == null || underWay >= WINDOW || (next.isLarge() && largeUnderWay)) {
          return;
        }
        waiting.removeFirst();
        underWay++;
        largeUnderWay |= next.isLarge();
      }
      post(next);
    }
  }

  private void post(Pending pending) {
    Request request = request(pending.statement());
    request.setType(CoAP.Type.CON);
    request.getOptions().setContentFormat(MediaTypeRegistry.APPLICATION_COSE_SIGN1);
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    request.addMessageObserver(
        new MessageObserverAdapter() {
          @Override
          public void onResponse(Response response) {
            answer.complete(answer(response));
          }

          @Override
          protected void failed() {
            answer.complete(Answer.lost("no answer"));
          }
        });
    var unused =
        answer
            // A gateway that acknowledged the request and then died never answers it.
            .completeOnTimeout(Answer.lost("no answer in time"), ANSWER_SECONDS, TimeUnit.SECONDS)
            .thenAccept(
                said -> {
                  request.cancel();
                  settled(pending);
                  pending.answer().complete(said);
                  pump();
                });
    endpoint.sendRequest(request);
  }

  private synchronized void settled(Pending pending) {
    underWay--;
    if (pending.isLarge()) {
      largeUnderWay = false;
    }
  }

  private static Answer answer(Response response) {
    ResponseCode code = response.getCode();
    String text = response.getPayloadString();
    if (code == ResponseCode.CHANGED) {
      return Answer.ACCEPTED;
    }
    if (code == ResponseCode.SERVICE_UNAVAILABLE) {
      return Answer.busy(text);
    }
    if (code.isServerError()) {
      return Answer.lost(code + " " + text);
    }
    return Answer.refused(text);
  }

  @Override
  public void close() {
    Deque<Pending> left;
    synchronized (this) {
      closed = true;
      left = new ArrayDeque<>(waiting);
      waiting.clear();
    }
    endpoint.destroy();
    left.forEach(pending -> pending.answer().complete(Answer.lost("the uplink is closed")));
  }
}
