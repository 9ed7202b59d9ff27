package org.baymark.node.ledger;

import static org.baymark.node.ledger.RejectionException.demand;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.registration.Revocation;

/** The keys that the log registered. Each check answers what is already there, or rejects. */
final class Registry {
  private final Map<Digest, RegisteredKey> byThumbprint = new HashMap<>();

  /** The key registered last under each name: at most this one is live. */
  private final Map<DevUrn, Digest> latest = new HashMap<>();

  /** Few beside the devices: whoever asks for them does not look at all names. */
  private final SortedSet<DevUrn> gateways = new TreeSet<>();

  Optional<RegisteredKey> latest(DevUrn name) {
    return Optional.ofNullable(latest.get(name)).flatMap(this::key);
  }

  /** The latest key of each gateway, by name. */
  List<RegisteredKey> gateways() {
    return gateways.stream().map(this::latest).flatMap(Optional::stream).toList();
  }

  Optional<RegisteredKey> key(Digest thumbprint) {
    return Optional.ofNullable(byThumbprint.get(thumbprint));
  }

  /**
   * A key is registered once, under one name, and a name has one live key. The same content again
   * is not an error: the one who asked may have missed the answer.
   */
  Optional<Result.Already> check(Registration asked) throws RejectionException {
    Optional<RegisteredKey> before = key(asked.key().thumbprint());
    if (before.isPresent()) {
      RegisteredKey there = before.get();
      demand(
          there.registration().equals(asked),
          Rejection.KEY_TAKEN,
          "entry " + there.index() + " registers this key for " + there.registration().name());
      demand(
          there.isLive(), Rejection.KEY_REVOKED, "entry " + endIndex(there) + " revoked this key");
      return Optional.of(new Result.Already(there.index(), there.id()));
    }
    Optional<RegisteredKey> other = latest(asked.name()).filter(RegisteredKey::isLive);
    if (other.isPresent()) {
      String detail = asked.name() + " has a key since entry " + other.get().index();
      throw new RejectionException(Rejection.NAME_TAKEN, detail + ": revoke it first");
    }
    demand(
        !asked.isGateway() || asked.kinds().size() == 1,
        Rejection.MIXED_KINDS,
        "a gateway's key has the kind batch and no other");
    return Optional.empty();
  }

  void register(Registration registration, DevUrn member, long index, Digest id) {
    Digest thumbprint = registration.key().thumbprint();
    byThumbprint.put(
        thumbprint, new RegisteredKey(registration, member, index, id, Optional.empty()));
    latest.put(registration.name(), thumbprint);
    if (registration.isGateway()) {
      gateways.add(registration.name());
    } else {
      gateways.remove(registration.name()); // a revoked name may come back as a device
    }
  }

  /**
   * @param lastNumber of the name's batches so far; 0 before the first
   */
  Optional<Result.Already> check(Revocation asked, long lastNumber) throws RejectionException {
    Optional<RegisteredKey> found =
        key(asked.thumbprint()).filter(key -> key.registration().name().equals(asked.name()));
    if (found.isEmpty()) {
      String detail = "no key " + asked.thumbprint() + " is registered for " + asked.name();
      throw new RejectionException(Rejection.UNKNOWN_KEY, detail);
    }
    RegisteredKey key = found.get();
    if (key.end().isPresent()) {
      RegisteredKey.End end = key.end().get();
      demand(
          end.revocation().equals(asked),
          Rejection.ALREADY_REVOKED,
          "entry " + end.index() + " revoked this key");
      return Optional.of(new Result.Already(end.index(), end.id()));
    }
    demand(
        asked.lastBatch().isPresent() == key.registration().isGateway(),
        Rejection.BAD_LAST_BATCH,
        "a gateway's revocation names its last batch that counts, a device's names none");
    demand(
        asked.lastBatch().orElse(0) <= lastNumber,
        Rejection.BAD_LAST_BATCH,
        "the last batch of " + asked.name() + " is " + lastNumber);
    return Optional.empty();
  }

  /** {@code gateway} asks {@code owner} from now on. */
  void entrust(DevUrn gateway, DevUrn owner) {
    RegisteredKey key = latest(gateway).orElseThrow();
    byThumbprint.put(key.registration().key().thumbprint(), key.of(owner));
  }

  RegisteredKey revoke(Revocation revocation, long index, Digest id) {
    RegisteredKey ended =
        key(revocation.thumbprint())
            .orElseThrow()
            .ended(new RegisteredKey.End(revocation, index, id));
    byThumbprint.put(revocation.thumbprint(), ended);
    return ended;
  }

  private static long endIndex(RegisteredKey key) {
    return key.end().map(RegisteredKey.End::index).orElse(-1L);
  }
}
