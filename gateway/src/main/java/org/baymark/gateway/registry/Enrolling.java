package org.baymark.gateway.registry;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.baymark.gateway.store.ClaimTable;
import org.baymark.gateway.store.ClaimTable.Claim;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.Device;
import org.baymark.gateway.store.DeviceTable;
import org.baymark.gateway.store.Outbox;
import org.baymark.gateway.store.Transaction;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.PublishedKeys;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.enrolment.Enrolment;
import org.baymark.protocol.enrolment.Enrolment.State;
import org.baymark.protocol.enrolment.Label;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.registration.Request;
import org.baymark.protocol.registration.Revocation;
import org.baymark.protocol.statement.Kind;

/**
 * How devices come in by the labels that they carry, and what becomes of their keys: the events of
 * PROTOCOL.md, section 10.1. Each is one work in the store, whole or not at all; a refused one
 * changes nothing.
 */
public final class Enrolling {
  private final DevUrn gateway;
  private final Database database;
  private final DeviceTable devices;
  private final ClaimTable claims;
  private final Outbox outbox;

  public Enrolling(
      DevUrn gateway, Database database, DeviceTable devices, ClaimTable claims, Outbox outbox) {
    this.gateway = gateway;
    this.database = database;
    this.devices = devices;
    this.claims = claims;
    this.outbox = outbox;
  }

  /** What an event makes of a device, in a transaction. */
  private interface Event {
    Enrolment in(Transaction transaction) throws RefusalException;
  }

  private Future<Parsed<Enrolment>> write(Event event) {
    return database.write(transaction -> Parsed.of(() -> event.in(transaction)));
  }

  /** Those that were claimed and have not proven anything, ended claims too. */
  public List<Claim> claimed(Transaction transaction) {
    return claims.all(transaction);
  }

  /** Which gateway a device has to name in its proof. */
  public DevUrn gateway() {
    return gateway;
  }

  /**
   * The operator holds the device in hand.
   *
   * @param owner 1 to 64 bytes of UTF-8
   * @param kinds at least one, and not {@link Kind#BATCH}
   * @throws IllegalArgumentException if owner or kinds are others; nothing was done
   */
  public Future<Parsed<Enrolment>> claim(Label label, String owner, Set<Kind> kinds, Instant now) {
    Registrations.checkWish(owner, kinds);
    return write(
        transaction -> {
          Optional<Enrolment> known = standing(transaction, label.name());
          if (known.isPresent()) {
            return known.get().claimAgain().orRefuse();
          }
          claims.add(transaction, label, owner, kinds, now);
          return Enrolment.claim(label);
        });
  }

  /**
   * Draws a nonce for a device, in the place of any before.
   *
   * @param nonce 32 random bytes
   */
  public Future<Parsed<Enrolment>> challenge(DevUrn name, Bytes nonce) {
    return write(
        transaction -> {
          Enrolment known = known(transaction, name);
          if (known.state() != State.PENDING) {
            throw new RefusalException(Refusal.WRONG_STATE, name + " is " + known.state());
          }
          claims.draw(transaction, name, nonce);
          return known;
        });
  }

  /** The device answered its nonce: its key is registered from now on, and it is heard. */
  public Future<Parsed<Enrolment>> prove(Sign1 answer, Instant now) {
    return write(
        transaction -> {
          Enrolment before = known(transaction, answer.issuer());
          Optional<Claim> claim = claims.named(transaction, answer.issuer());
          Bytes nonce = claim.flatMap(Claim::nonce).orElse(Bytes.EMPTY); // no answer has this one
          Enrolment proven = before.prove(answer, gateway, nonce).orRefuse();
          Claim wish = claim.orElseThrow(); // what is PENDING is one
          VerifyingKey key = proven.key().orElseThrow();
          unused(transaction, key);
          DevUrn name = answer.issuer();
          devices.add(transaction, name, key, wish.owner(), wish.kinds(), now);
          claims.remove(transaction, name);
          Registration registration =
              new Registration(name, key, wish.owner(), wish.kinds(), now.getEpochSecond());
          outbox.enqueueRequest(transaction, new Request.Register(registration), now);
          devices.changed(transaction, name);
          return proven;
        });
  }

  /** The operator does not want to hear the device for now. */
  public Future<Parsed<Enrolment>> suspend(DevUrn name, Instant now) {
    return write(
        transaction -> {
          Enrolment suspended = known(transaction, name).suspend().orRefuse();
          devices.suspend(transaction, devices.named(transaction, name).orElseThrow(), now);
          devices.changed(transaction, name);
          return suspended;
        });
  }

  /** The operator wants to hear it again. */
  public Future<Parsed<Enrolment>> resume(DevUrn name) {
    return write(
        transaction -> {
          Enrolment resumed = known(transaction, name).resume().orRefuse();
          devices.resume(transaction, devices.named(transaction, name).orElseThrow());
          devices.changed(transaction, name);
          return resumed;
        });
  }

  /** Ends a claim for good. Whoever is known by a key is revoked by the registry. */
  public Future<Parsed<Enrolment>> revokeClaim(DevUrn name, Instant now) {
    return write(
        transaction -> {
          Enrolment known = known(transaction, name);
          if (known.state() == State.PENDING) {
            claims.revoke(transaction, name, now);
            return known.revoke().orRefuse();
          }
          return known;
        });
  }

  /**
   * The device goes over to another key. In the log the old one ends behind all that was taken of
   * it, and then the new one begins; until the log holds that, the device is not heard. Where the
   * alliance refuses the new one, that key signs the order to go over to yet another.
   */
  public Future<Parsed<Enrolment>> rollOver(Sign1 order, Instant now) {
    return write(
        transaction -> {
          DevUrn name = order.issuer();
          Enrolment next = known(transaction, name).rollOver(order).orRefuse();
          Device device = devices.named(transaction, name).orElseThrow();
          VerifyingKey key = next.key().orElseThrow();
          Registration successor =
              new Registration(name, key, device.owner(), device.kinds(), now.getEpochSecond());
          if (device.isStranded()) { // the log has nothing to end
            unused(transaction, key);
            outbox.enqueueSuccessor(transaction, successor, now);
            devices.replace(transaction, device, key);
            devices.changed(transaction, name);
            return next;
          }
          OptionalLong registered =
              outbox
                  .registration(transaction, name)
                  .map(Outbox.Fate::logIndex)
                  .orElse(OptionalLong.empty());
          if (registered.isEmpty()) {
            throw new RefusalException(
                Refusal.WRONG_STATE, "the log does not hold the present key of " + name + " yet");
          }
          unused(transaction, key);
          Revocation end =
              new Revocation(name, device.key().thumbprint(), OptionalLong.empty(), "rolled over");
          outbox.enqueueRequest(transaction, new Request.Revoke(end), now);
          outbox.enqueueSuccessor(transaction, successor, now);
          devices.rollOver(transaction, device, key, registered.getAsLong(), now);
          devices.changed(transaction, name);
          return next;
        });
  }

  private Enrolment known(Transaction transaction, DevUrn name) throws RefusalException {
    return standing(transaction, name)
        .orElseThrow(() -> new RefusalException(Refusal.UNKNOWN_DEVICE, name + " was not claimed"));
  }

  private Optional<Enrolment> standing(Transaction transaction, DevUrn name) {
    return devices
        .named(transaction, name)
        .map(
            device ->
                new Enrolment(
                    Label.of(name, device.key()), device.state(), Optional.of(device.key())))
        .or(() -> claims.named(transaction, name).map(Enrolling::standing));
  }

  private static Enrolment standing(Claim claim) {
    State state = claim.revoked().isPresent() ? State.REVOKED : State.PENDING;
    return new Enrolment(claim.label(), state, Optional.empty());
  }

  private void unused(Transaction transaction, VerifyingKey key) throws RefusalException {
    if (PublishedKeys.contain(key)) {
      throw new RefusalException(Refusal.BAD_KEY, PublishedKeys.REASON);
    }
    Optional<Device> other = devices.withKey(transaction, key);
    if (other.isPresent()) {
      throw new RefusalException(Refusal.BAD_KEY, "this key is that of " + other.get().name());
    }
  }
}
