package org.baymark.gateway.transport.coap;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.baymark.gateway.admission.Arrival;
import org.baymark.gateway.admission.Counters;
import org.baymark.gateway.admission.Intake;
import org.baymark.gateway.runtime.HandOver;
import org.baymark.protocol.bytes.Bytes;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.CoapServer;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.server.resources.CoapExchange;
import org.eclipse.californium.core.server.resources.DiscoveryResource;
import org.eclipse.californium.core.server.resources.Resource;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.UdpConfig;

/**
 * Takes statements over CoAP: POST to {@code /e}, block-wise where they are long (RFC 7959); {@code
 * /time} tells the time, and {@code /.well-known/core} what there is (RFC 6690). Only the 2.04 says
 * stored; an empty acknowledgement before it says that the answer takes a while. All state belongs
 * to one event loop.
 */
public final class CoapIngress {
  static final String NAME = "coap";

  /** Asks for the gateway's signature, as a query. */
  private static final String PROMISE = "promise";

  /**
   * Bytes of one message: one too large for admission still gets its reason up to here. Every peer
   * can keep one half-sent, so this times the peers bounds what they can fill, 40 MiB.
   */
  private static final int BODY_SIZE_MAX = 20 * 1024;

  private static final int PEERS_MAX = 2000;

  /** Before the sender repeats itself, which it does after 2 s (RFC 7252, section 4.8). */
  private static final long ACKNOWLEDGE_AFTER_MILLIS = 1000;

  private final Vertx vertx;
  private final InetSocketAddress address;
  private final Intake intake;
  private final Counters counters;
  private final InstantSource clock;
  private final Context context;
  private final HandOver<Runnable> answers;

  private int onTheirWay;
  private boolean stopping;
  private final Promise<Void> allAnswered = Promise.promise();
  private Optional<CoapServer> server = Optional.empty();

  /**
   * @param port 0 for a free one
   */
  public CoapIngress(
      Vertx vertx, String host, int port, Intake intake, Counters counters, InstantSource clock) {
    this.vertx = vertx;
    this.address = new InetSocketAddress(host, port);
    this.intake = intake;
    this.counters = counters;
    this.clock = clock;
    this.context = vertx.getOrCreateContext();
    this.answers = new HandOver<>(context, Runnable::run);
  }

  /** Listens; the port, once it does. Fails with a sentence if the port cannot be had. */
  public Future<Integer> start() {
    Promise<Integer> started = Promise.promise();
    context.runOnContext(nothing -> vertx.executeBlocking(this::bind).onComplete(started));
    return started.future();
  }

  private int bind() {
    Configuration configuration = configuration();
    CoapEndpoint endpoint =
        new CoapEndpoint.Builder()
            .setConfiguration(configuration)
            .setInetSocketAddress(address)
            .build();
    endpoint.addInterceptor(new OwnAnswers(counters));
    CoapServer made =
        new CoapServer(configuration) {
          @Override
          protected Resource createRoot() {
            return new CoapResource(""); // Californium's own would tell strangers its version
          }
        };
    made.addEndpoint(endpoint);
    made.add(new StatementResource(task -> context.runOnContext(on -> task.run()), this::take));
    made.add(new TimeResource(clock));
    made.add(new CoapResource(".well-known").add(new DiscoveryResource(made.getRoot())));
    try {
      made.start();
    } catch (IllegalStateException e) {
      made.destroy();
      throw new IllegalStateException("cannot listen for CoAP on " + address, e);
    }
    context.runOnContext(nothing -> server = Optional.of(made));
    return endpoint.getAddress().getPort();
  }

  /**
   * Made in memory: Californium would else write its properties file into the working directory.
   */
  private static Configuration configuration() {
    CoapConfig.register();
    UdpConfig.register();
    return new Configuration(CoapConfig.DEFINITIONS, UdpConfig.DEFINITIONS)
        .set(CoapConfig.DEDUPLICATOR, CoapConfig.DEDUPLICATOR_PEERS_MARK_AND_SWEEP)
        .set(CoapConfig.MAX_ACTIVE_PEERS, PEERS_MAX)
        .set(CoapConfig.MAX_RESOURCE_BODY_SIZE, BODY_SIZE_MAX)
        .set(CoapConfig.PREFERRED_BLOCK_SIZE, 1024)
        .set(CoapConfig.BLOCKWISE_STATUS_LIFETIME, 60, TimeUnit.SECONDS)
        .set(CoapConfig.PROTOCOL_STAGE_THREAD_COUNT, 1)
        .set(UdpConfig.UDP_RECEIVER_THREAD_COUNT, 1)
        .set(UdpConfig.UDP_SENDER_THREAD_COUNT, 1);
  }

  /**
   * Takes nothing more and answers what it took. The future completes when the socket is closed.
   */
  public Future<Void> stop() {
    context.runOnContext(
        nothing -> {
          stopping = true;
          completeIfAllAnswered();
        });
    return allAnswered
        .future()
        .compose(
            nothing ->
                vertx.executeBlocking(
                    () -> {
                      server.ifPresent(CoapServer::destroy);
                      return null;
                    }));
  }

  private void take(CoapExchange exchange) {
    if (stopping) {
      exchange.respond(CoapAnswer.busy("the gateway stops"));
      return;
    }
    onTheirWay++;
    long timer = vertx.setTimer(ACKNOWLEDGE_AFTER_MILLIS, nothing -> exchange.accept());
    Arrival arrival =
        new Arrival(
            Bytes.of(exchange.getRequestPayload()),
            NAME,
            exchange.getSourceSocketAddress().toString(),
            Optional.empty(),
            exchange.getRequestOptions().getUriQuery().contains(PROMISE));
    intake
        .take(arrival)
        .onSuccess(
            outcome ->
                answers.give(
                    () -> {
                      vertx.cancelTimer(timer);
                      ended(exchange, CoapAnswer.of(outcome));
                    }));
  }

  private void ended(CoapExchange exchange, Response response) {
    onTheirWay--;
    exchange.respond(response);
    completeIfAllAnswered();
  }

  private void completeIfAllAnswered() {
    if (stopping && onTheirWay == 0) {
      allAnswered.tryComplete();
    }
  }
}
