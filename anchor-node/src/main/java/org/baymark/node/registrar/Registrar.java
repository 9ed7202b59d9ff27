package org.baymark.node.registrar;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.baymark.node.ledger.Command;
import org.baymark.node.ledger.RegisteredKey;
import org.baymark.node.ledger.Rejection;
import org.baymark.node.ledger.Result.Rejected;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Signer;
import org.baymark.protocol.registration.KnownSecrets;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.registration.Request;
import org.baymark.protocol.registration.Revocation;
import org.baymark.protocol.statement.Kind;

/**
 * Decides whether this member signs what is asked of it, and signs. A gateway that this member
 * registered may ask for devices; about gateways an operator decides. Whether the log then takes
 * the entry is for the ledger.
 */
public final class Registrar {
  private final DevUrn member;
  private final Signer key;

  public Registrar(DevUrn member, Signer key) {
    this.member = member;
    this.key = key;
  }

  /** What it answers. */
  public sealed interface Decision {
    /** The entry, signed, for the ledger. */
    record Submit(Command.Admit command) implements Decision {}

    record Declined(Rejected why) implements Decision {}

    default <R> R match(Function<Command.Admit, R> submit, Function<Rejected, R> declined) {
      return this instanceof Submit yes
          ? submit.apply(yes.command())
          : declined.apply(((Declined) this).why());
    }
  }

  /**
   * On a gateway's request.
   *
   * @param latestKey the key that the log registered last under a name
   */
  public Decision onRequest(
      Sign1 signed, Function<DevUrn, Optional<RegisteredKey>> latestKey, Instant now) {
    DevUrn gateway = signed.issuer();
    Optional<RegisteredKey> found = latestKey.apply(gateway);
    if (found.isEmpty()) {
      return declined(Rejection.UNKNOWN_GATEWAY, gateway + " is not registered");
    }
    RegisteredKey sender = found.get();
    if (!sender.registration().isGateway()) {
      return declined(Rejection.NOT_A_GATEWAY, gateway + " is registered, but as no gateway");
    }
    if (!signed.signedBy(sender.registration().key())) {
      return declined(Rejection.BAD_SIGNATURE, "not signed by the registered key of " + gateway);
    }
    if (!sender.isLive()) {
      return declined(Rejection.REVOKED_GATEWAY, "the key of " + gateway + " is revoked");
    }
    if (!sender.member().equals(member)) {
      return declined(
          Rejection.FOREIGN_GATEWAY, gateway + " belongs to " + sender.member() + ", ask there");
    }
    Parsed<Request> request = Request.parse(signed);
    return request.match(
        asked ->
            asked.match(
                registration -> register(registration, now),
                revocation -> revoke(revocation, gateway, latestKey, now)),
        refused -> declined(Rejection.MALFORMED, refused.text()));
  }

  /**
   * On a gateway's card, which an operator vouches for.
   *
   * @param latestKey the key that the log registered last under a name
   */
  public Decision onCard(
      Sign1 card, Function<DevUrn, Optional<RegisteredKey>> latestKey, Instant now) {
    return Request.parse(card)
        .match(
            asked ->
                asked.match(
                    registration -> admit(card, registration, latestKey, now),
                    revocation -> declined(Rejection.MALFORMED, "a card registers its gateway")),
            refused -> declined(Rejection.MALFORMED, refused.text()));
  }

  private Decision admit(
      Sign1 card,
      Registration registration,
      Function<DevUrn, Optional<RegisteredKey>> latestKey,
      Instant now) {
    if (!registration.name().equals(card.issuer())) {
      return declined(Rejection.MALFORMED, "a card registers its own gateway, and no other");
    }
    if (!card.signedBy(registration.key())) {
      return declined(Rejection.BAD_SIGNATURE, "the card is not signed by the key on it");
    }
    if (!registration.kinds().equals(Set.of(Kind.BATCH))) {
      return declined(Rejection.MIXED_KINDS, "a gateway's key has the kind batch and no other");
    }
    Optional<DevUrn> owner =
        latestKey
            .apply(card.issuer())
            .filter(RegisteredKey::isLive)
            .filter(known -> known.registration().key().equals(registration.key()))
            .map(RegisteredKey::member)
            .filter(it -> !it.equals(member));
    return owner
        .map(
            other ->
                declined(
                    Rejection.FOREIGN_GATEWAY,
                    card.issuer() + " is admitted already, and belongs to " + other))
        .orElseGet(() -> sign(registration, now));
  }

  private Decision register(Registration registration, Instant now) {
    return registration.isGateway()
        ? declined(Rejection.OPERATOR_ONLY, "an operator admits gateways: baymark node admit")
        : sign(registration, now);
  }

  /** A gateway may end its own key; nobody else's, but those of devices. */
  private Decision revoke(
      Revocation revocation,
      DevUrn gateway,
      Function<DevUrn, Optional<RegisteredKey>> latestKey,
      Instant now) {
    boolean otherGateway =
        !revocation.name().equals(gateway)
            && latestKey
                .apply(revocation.name())
                .filter(target -> target.registration().isGateway())
                .isPresent();
    return otherGateway
        ? declined(Rejection.OPERATOR_ONLY, "a gateway cannot dismiss another one")
        : submit(revocation.sign(key, member, now.getEpochSecond()));
  }

  private Decision sign(Registration registration, Instant now) {
    return KnownSecrets.in(registration)
        .map(why -> declined(Rejection.TEST_KEY, why))
        .orElseGet(() -> submit(registration.sign(key, member, now.getEpochSecond())));
  }

  private static Decision submit(Sign1 entry) {
    return new Decision.Submit(new Command.Admit(entry));
  }

  private static Decision declined(Rejection rejection, String detail) {
    return new Decision.Declined(new Rejected(rejection, detail));
  }
}
