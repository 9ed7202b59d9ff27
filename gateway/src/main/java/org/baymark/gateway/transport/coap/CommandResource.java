package org.baymark.gateway.transport.coap;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.baymark.gateway.command.CommandDesk;
import org.baymark.gateway.command.Letter;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.DevUrn;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.CoAP.Type;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.coap.MessageObserverAdapter;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.observe.ObserveRelation;
import org.eclipse.californium.core.server.resources.CoapExchange;

/**
 * {@code /c?d=}name: what waits for a device, one command at a time, to ask for or to observe (RFC
 * 7641). A command comes in a confirmable response of its own, whose acknowledgement says that it
 * was delivered; of one device one such response is on its way at a time, so that they arrive in
 * their order and nobody has many of them sent to somebody else. Belongs to one event loop.
 */
final class CommandResource extends CoapResource {
  /** application/cose; cose-type="cose-sign1" (RFC 9052, section 11.3). */
  private static final int COSE = 18;

  private static final byte[] NOTHING = new CborWriter().array(0).toBytes().toArray();

  /** An observer asks again after so long (RFC 7641, section 3.3.1), if it heard of nothing. */
  private static final long OBSERVED_SECONDS = 86_400;

  private final Executor executor;
  private final CommandDesk desk;
  private final Guests guests;
  private final UnderWay underWay = new UnderWay();

  /** One of each device. Californium changes it, on any thread. */
  private final Map<DevUrn, ObserveRelation> observers = new ConcurrentHashMap<>();

  /**
   * @param executor on which requests are taken
   */
  CommandResource(Executor executor, CommandDesk desk, Guests guests) {
    super("c");
    this.executor = executor;
    this.desk = desk;
    this.guests = guests;
    setObservable(true);
    setObserveType(Type.CON);
    getAttributes().setTitle("commands to a device");
    getAttributes().setObservable();
    getAttributes().addContentType(COSE);
    getAttributes().addContentType(MediaTypeRegistry.APPLICATION_CBOR);
  }

  @Override
  public Executor getExecutor() {
    return executor;
  }

  /** Something waits for {@code device}, or its key was revoked: its observers hear of it. */
  void changed(DevUrn device) {
    boolean isNews = desk.isRevoked(device) || desk.isWaiting(device);
    ObserveRelation observer = observers.get(device);
    if (observer != null && isNews && !underWay.has(device)) {
      changed(observer::equals);
    }
  }

  /** Looks for what waits and could not be sent when it came. */
  void look() {
    underWay.endOld(System.nanoTime());
    Set<ObserveRelation> due =
        desk.addressees().stream()
            .filter(device -> !underWay.has(device))
            .map(observers::get)
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    if (!due.isEmpty()) {
      changed(due::contains);
    }
  }

  /**
   * Of a device the newest observation stays: one that came back with another port or token does
   * not cancel the one before, which would keep its place among those that may observe.
   */
  @Override
  public void addObserveRelation(ObserveRelation relation) {
    super.addObserveRelation(relation);
    asked(relation)
        .map(device -> observers.put(device, relation))
        .ifPresent(ObserveRelation::cancel);
  }

  @Override
  public void removeObserveRelation(ObserveRelation relation) {
    super.removeObserveRelation(relation);
    observers.values().remove(relation);
  }

  private Optional<DevUrn> asked(ObserveRelation relation) {
    return CommandQuery.of(relation.getExchange().getRequest(), guests)
        .match(device -> Optional.of(device), refused -> Optional.empty());
  }

  @Override
  public void handleGET(CoapExchange exchange) {
    CommandQuery.of(exchange.advanced().getRequest(), guests)
        .match(
            device -> {
              answer(exchange, device);
              return true;
            },
            refused -> {
              exchange.respond(refused);
              return false;
            });
  }

  private void answer(CoapExchange exchange, DevUrn device) {
    if (!desk.isKnown(device)) {
      exchange.respond(
          CoapAnswer.diagnostic(ResponseCode.NOT_FOUND, "no device has the name " + device));
      return;
    }
    if (desk.isRevoked(device)) {
      exchange.respond(
          CoapAnswer.diagnostic(ResponseCode.FORBIDDEN, "the key of " + device + " was revoked"));
      return;
    }
    Optional<Letter> letter = desk.next(device, 0);
    if (letter.isEmpty()) {
      exchange.respond(response(exchange, NOTHING, MediaTypeRegistry.APPLICATION_CBOR));
    } else if (underWay.has(device)) {
      exchange.respond(response(exchange, letter.get()));
    } else {
      send(exchange, letter.get());
    }
  }

  private void send(CoapExchange exchange, Letter letter) {
    UnderWay.Ticket ticket = underWay.begin(letter.device(), System.nanoTime());
    exchange.accept(); // the answer is a message of its own, to have an acknowledgement of its own
    desk.sending(letter, CoapIngress.NAME)
        .onComplete(
            noted ->
                executor.execute(
                    () -> {
                      if (noted.succeeded() && noted.result()) {
                        deliver(exchange, letter, ticket);
                        return;
                      }
                      underWay.end(ticket);
                      if (noted.succeeded()) { // it was superseded meanwhile
                        answer(exchange, letter.device());
                      } else if (!isNotification(exchange)) {
                        exchange.respond(CoapAnswer.busy("the store takes nothing"));
                      } // else an error would end the observation: it is looked for again
                    }));
  }

  /** Whether it was answered before, and observes since then. */
  private static boolean isNotification(CoapExchange exchange) {
    ObserveRelation relation = exchange.advanced().getRelation();
    return relation != null && relation.isEstablished();
  }

  private void deliver(CoapExchange exchange, Letter letter, UnderWay.Ticket ticket) {
    Response response = response(exchange, letter);
    response.setType(Type.CON);
    response.addMessageObserver(new Watch(letter, ticket));
    exchange.respond(response);
  }

  private static Response response(CoapExchange exchange, Letter letter) {
    return response(exchange, letter.message().toArray(), COSE);
  }

  private static Response response(CoapExchange exchange, byte[] payload, int format) {
    Response response = new Response(ResponseCode.CONTENT);
    response.setPayload(payload);
    response.getOptions().setContentFormat(format);
    boolean isObserved = exchange.advanced().getRelation() != null;
    response.getOptions().setMaxAge(isObserved ? OBSERVED_SECONDS : 0);
    return response;
  }

  /** Waits for the end of one confirmable response, whichever it is. Californium calls it. */
  private final class Watch extends MessageObserverAdapter {
    private final Letter letter;
    private final UnderWay.Ticket ticket;
    private boolean isOver;

    Watch(Letter letter, UnderWay.Ticket ticket) {
      this.letter = letter;
      this.ticket = ticket;
    }

    @Override
    public void onAcknowledgement() {
      executor.execute(
          () -> {
            if (!isOver) {
              isOver = true;
              desk.delivered(letter.device(), letter.number(), CoapIngress.NAME)
                  .onComplete(noted -> executor.execute(() -> ended(noted.succeeded())));
            }
          });
    }

    /** Where it was not noted it waits still: what is told at once would be this again. */
    private void ended(boolean isNoted) {
      underWay.end(ticket);
      if (isNoted) {
        changed(letter.device());
      }
    }

    /** No acknowledgement came: it waits, and its observation is over. */
    private void lost() {
      executor.execute(
          () -> {
            if (!isOver) {
              isOver = true;
              underWay.end(ticket);
            }
          });
    }

    @Override
    public void onReject() {
      lost();
    }

    @Override
    public void onTimeout() {
      lost();
    }

    @Override
    public void onCancel() {
      lost();
    }

    @Override
    public void onSendError(Throwable error) {
      lost();
    }
  }
}
