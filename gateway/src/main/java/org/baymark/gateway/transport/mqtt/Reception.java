package org.baymark.gateway.transport.mqtt;

import io.netty.handler.codec.TooLongFrameException;
import io.vertx.core.Context;
import io.vertx.mqtt.MqttAuth;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.messages.MqttPublishMessage;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.baymark.gateway.access.Certified;
import org.baymark.gateway.access.LoginAttempts;
import org.baymark.gateway.access.Logins;
import org.baymark.gateway.command.CommandDesk;
import org.baymark.gateway.runtime.RateLimit;
import org.baymark.gateway.transport.Refusals;
import org.baymark.protocol.cose.DevUrn;

/**
 * Who is let in, and who is in. Belongs to one event loop; passwords are checked elsewhere
 * meanwhile.
 */
final class Reception {
  private final Context context;
  private MqttLimits limits;
  private final Optional<Logins> logins;
  private final Predicate<String> isRevoked;
  private final Post post;
  private final Refusals refusals;
  private final BiConsumer<MqttConnection, MqttPublishMessage> publisher;
  private final LoginAttempts attempts = new LoginAttempts();
  private final Map<Guest, MqttConnection> guests = new HashMap<>();
  private int seats;

  /**
   * @param limits those whose password is being checked are connections, too
   * @param logins there if a door demands passwords
   * @param isRevoked whether a user's name is that of a device whose key was revoked
   * @param desk where commands to devices wait
   * @param publisher takes what those who are in publish
   */
  Reception(
      Context context,
      MqttLimits limits,
      Optional<Logins> logins,
      Predicate<String> isRevoked,
      CommandDesk desk,
      Refusals refusals,
      BiConsumer<MqttConnection, MqttPublishMessage> publisher) {
    this.context = context;
    this.limits = limits;
    this.logins = logins;
    this.isRevoked = isRevoked;
    this.post = new Post(context, desk, limits.connections());
    this.refusals = refusals;
    this.publisher = publisher;
  }

  /**
   * @param user whose client it is: by password, by certificate, or empty
   */
  private record Guest(String user, String clientId) {}

  Collection<MqttConnection> guests() {
    return List.copyOf(guests.values());
  }

  /** Other limits, also for who is in; nobody has to go because there are more than may come. */
  void limit(MqttLimits next) {
    boolean isOtherRate = next.messagesPerSecond() != limits.messagesPerSecond();
    limits = next;
    post.limit(next.connections());
    if (isOtherRate) {
      guests.values().forEach(guest -> guest.rate(rate()));
    }
  }

  /** A CONNECT came. */
  void visited(MqttEndpoint endpoint, Line line, MqttDoor.Demand demand) {
    int willQos = endpoint.will().isWillFlag() ? endpoint.will().getWillQos() : 0;
    Welcome asked =
        new Welcome(
            endpoint.protocolVersion(),
            endpoint.connectProperties(),
            willQos,
            line.scanner().atConnect());
    MqttConnection visitor = new MqttConnection(endpoint, asked, line, rate(), post, refusals);
    Optional<Welcome.No> objection = asked.objection();
    if (objection.isEmpty() && seats >= limits.connections()) {
      objection = Optional.of(asked.full());
    }
    if (objection.isPresent()) {
      visitor.reject(objection.get());
      return;
    }
    seats++;
    endpoint.closeHandler(
        nothing -> {
          seats--;
          visitor.left();
        });
    endpoint.exceptionHandler(fault -> broken(visitor, fault));
    switch (demand) {
      case NOTHING -> enter(visitor, asked, "");
      case CERTIFICATE -> enter(visitor, asked, certified(endpoint));
      case PASSWORD -> askForPassword(visitor, endpoint, asked);
    }
  }

  private static String certified(MqttEndpoint endpoint) {
    try {
      return Certified.name(endpoint.sslSession().getPeerPrincipal().getName());
    } catch (SSLPeerUnverifiedException e) { // the handshake would not have ended
      throw new IllegalStateException("a client came in without a certificate", e);
    }
  }

  private Optional<RateLimit> rate() {
    int perSecond = limits.messagesPerSecond();
    return perSecond == 0
        ? Optional.empty()
        : Optional.of(new RateLimit(perSecond, 2 * perSecond, System.nanoTime()));
  }

  private void askForPassword(MqttConnection visitor, MqttEndpoint endpoint, Welcome asked) {
    MqttAuth shown = endpoint.auth();
    if (shown == null || logins.isEmpty()) {
      visitor.reject(asked.stranger());
      return;
    }
    String user = shown.getUsername();
    if (logins.get().knows(user, shown.getPassword())) {
      enter(visitor, asked, user);
      return;
    }
    String address = endpoint.remoteAddress().hostAddress();
    if (!attempts.take(address, System.nanoTime())) {
      visitor.reject(asked.busy("too-many-failed-logins"));
      return;
    }
    logins
        .get()
        .check(user, shown.getPassword())
        .onSuccess(
            verdict ->
                context.runOnContext(
                    nothing -> {
                      if (verdict != Logins.Verdict.WRONG) {
                        attempts.giveBack(address);
                      }
                      switch (verdict) {
                        case RIGHT -> enter(visitor, asked, user);
                        case WRONG -> visitor.reject(asked.stranger());
                        case BUSY -> visitor.reject(asked.busy("logins-busy"));
                      }
                    }));
  }

  /** One client identifier of one user is connected once: the newer stays (section 3.1.4). */
  private void enter(MqttConnection visitor, Welcome asked, String user) {
    if (visitor.isGone()) {
      return;
    }
    if (isRevoked.test(user)) {
      visitor.reject(asked.revoked());
      return;
    }
    visitor.accept(user, publisher);
    Guest guest = new Guest(user, visitor.clientId());
    MqttConnection before = guests.put(guest, visitor);
    visitor.whenGone(() -> guests.remove(guest, visitor));
    if (before != null) {
      before.end(
          new RuleBroken(
              MqttDisconnectReasonCode.SESSION_TAKEN_OVER,
              "session-taken-over",
              "a client with the same identifier has connected"));
    }
  }

  /** The key of {@code device} was revoked: whoever speaks for it is let go. */
  void revoked(DevUrn device) {
    for (MqttConnection guest : guests()) {
      if (guest.isEndedBy(device)) {
        guest.end(
            new RuleBroken(
                MqttDisconnectReasonCode.NOT_AUTHORIZED,
                "revoked",
                "the key of " + device + " was revoked"));
      }
    }
  }

  /** Something waits for {@code device}. */
  void commanded(DevUrn device) {
    guests.values().forEach(guest -> guest.send(device));
  }

  /** Looks whether something waits that could not be sent when it came. */
  void lookForCommands() {
    guests.values().forEach(MqttConnection::sendAll);
  }

  /**
   * Lets go of those who read least, while all together leave more unread than may wait. Each alone
   * may leave so much that many of them would fill the memory.
   */
  void relieve() {
    List<MqttConnection> worstFirst =
        guests.values().stream()
            .sorted(Comparator.comparingLong(MqttConnection::unsent).reversed())
            .toList();
    long unsent = worstFirst.stream().mapToLong(MqttConnection::unsent).sum();
    for (MqttConnection guest : worstFirst) {
      if (unsent <= limits.unsentBytes()) {
        return;
      }
      unsent -= guest.unsent();
      guest.drop("unread", "too many answers of all clients wait to be read, and most of its");
    }
  }

  /** These users are not known any more, or have another password. */
  void forget(Set<String> users) {
    for (MqttConnection guest : guests()) {
      if (users.contains(guest.user())) {
        guest.end(
            new RuleBroken(
                MqttDisconnectReasonCode.NOT_AUTHORIZED,
                "user-changed",
                "the user was removed or has another password"));
      }
    }
  }

  /** The connection is closed after this; what a client did wrong there is its own loss. */
  private void broken(MqttConnection connection, Throwable fault) {
    if (fault instanceof TooLongFrameException) {
      refusals.countTooLarge();
    }
    RuleBroken.by(fault).ifPresent(connection::end);
  }
}
