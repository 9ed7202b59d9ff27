package org.baymark.gateway.transport.coap;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.baymark.gateway.access.Certificates;
import org.baymark.gateway.access.Identities;
import org.baymark.gateway.access.TlsFiles;
import org.baymark.gateway.admission.Arrival;
import org.baymark.gateway.admission.Counters;
import org.baymark.gateway.admission.Intake;
import org.baymark.gateway.command.CommandDesk;
import org.baymark.gateway.runtime.HandOver;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.server.resources.CoapExchange;

/**
 * Takes statements over CoAP: POST to {@code /e}, block-wise where they are long (RFC 7959); {@code
 * /c} tells a device what waits for it, {@code /time} the time, and {@code /.well-known/core} what
 * there is (RFC 6690). Only the 2.04 says stored; an empty acknowledgement before it says that the
 * answer takes a while. Who a statement is by says its signature, never the credential of the
 * session that it came over. All state belongs to one event loop.
 */
public final class CoapIngress {
  static final String NAME = "coap";

  /** Asks for the gateway's signature, as a query. */
  private static final String PROMISE = "promise";

  /** So often is looked whether pre-shared keys or certificates are others on the disk. */
  private static final long LOOK_MILLIS = TimeUnit.SECONDS.toMillis(2);

  /** Before the sender repeats itself, which it does after 2 s (RFC 7252, section 4.8). */
  private static final long ACKNOWLEDGE_AFTER_MILLIS = 1000;

  private final Vertx vertx;
  private final List<CoapDoor> doors;
  private final CoapAccess access;
  private final Certificates certificates;
  private final CommandResource commands;
  private final Intake intake;
  private final Counters counters;
  private final InstantSource clock;
  private final Context context;
  private final HandOver<Runnable> answers;

  private int onTheirWay;
  private boolean stopping;
  private final Promise<Void> allAnswered = Promise.promise();
  private Optional<CoapHouse> house = Optional.empty();
  private Future<?> looked = Future.succeededFuture();
  private long timer;

  /**
   * @param doors where clients come in
   * @param access for the doors that speak DTLS
   * @param desk where commands to devices wait
   */
  public CoapIngress(
      Vertx vertx,
      List<CoapDoor> doors,
      CoapAccess access,
      CommandDesk desk,
      Intake intake,
      Counters counters,
      InstantSource clock) {
    this.vertx = vertx;
    this.doors = List.copyOf(doors);
    this.access = access;
    this.certificates = new Certificates(vertx, access.tls(), clock);
    this.intake = intake;
    this.counters = counters;
    this.clock = clock;
    this.context = vertx.getOrCreateContext();
    this.answers = new HandOver<>(context, Runnable::run);
    this.commands = new CommandResource(this::onContext, desk, new Guests(access));
  }

  private void onContext(Runnable task) {
    context.runOnContext(on -> task.run());
  }

  /**
   * Listens at all doors; their ports, in their order, once it does. Fails with a sentence if a
   * port cannot be had or a file not be used.
   */
  public Future<List<Integer>> start() {
    return onContext(() -> certificates.read().compose(this::open));
  }

  private Future<List<Integer>> open(Optional<TlsFiles.Content> tls) {
    return vertx
        .executeBlocking(
            () ->
                CoapHouse.open(
                    doors, access, tls.map(it -> it.identity(vertx)), counters, resources()))
        .map(
            opened -> {
              house = Optional.of(opened);
              timer = vertx.setPeriodic(LOOK_MILLIS, id -> look());
              return opened.ports();
            });
  }

  private List<CoapResource> resources() {
    return List.of(
        new StatementResource(this::onContext, this::take), commands, new TimeResource(clock));
  }

  /** Looks whether pre-shared keys and certificates are the same as before. */
  private void look() {
    if (stopping || !looked.isComplete()) {
      return;
    }
    commands.look();
    Future<Void> keys =
        access.identities().map(this::lookAtKeys).orElseGet(Future::succeededFuture);
    looked = Future.join(keys, certificates.look(this::renew));
  }

  private Future<Void> lookAtKeys(Identities identities) {
    return vertx
        .executeBlocking(identities::look)
        .compose(
            gone -> {
              house.ifPresent(it -> it.forget(gone));
              return Future.succeededFuture();
            });
  }

  private Future<?> renew(TlsFiles.Content content) {
    return vertx.executeBlocking(
        () -> {
          TlsFiles.Identity own = content.identity(vertx);
          house.ifPresent(it -> it.renew(own));
          return own;
        });
  }

  /** The key of {@code device} was revoked, and that is on the disk. From any thread. */
  public void revoked(DevUrn device) {
    answers.give(
        () -> {
          house.ifPresent(it -> it.revoked(device.text()));
          commands.changed(device);
        });
  }

  /** Some device has another key now, and that is on the disk. From any thread. */
  public void rolledOver() {
    answers.give(() -> house.ifPresent(CoapHouse::rolledOver));
  }

  /** Something waits for {@code device}, and that is on the disk. From any thread. */
  public void commanded(DevUrn device) {
    answers.give(() -> commands.changed(device));
  }

  /**
   * Takes nothing more and answers what it took. The future completes when the sockets are closed.
   */
  public Future<Void> stop() {
    context.runOnContext(
        nothing -> {
          stopping = true;
          vertx.cancelTimer(timer);
          completeIfAllAnswered();
        });
    return allAnswered
        .future()
        .compose(nothing -> onContext(() -> looked.transform(any -> close())));
  }

  private Future<Void> close() {
    return vertx.executeBlocking(
        () -> {
          house.ifPresent(CoapHouse::close);
          return null;
        });
  }

  private <T> Future<T> onContext(Supplier<Future<T>> action) {
    Promise<T> done = Promise.promise();
    context.runOnContext(nothing -> action.get().onComplete(done));
    return done.future();
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
