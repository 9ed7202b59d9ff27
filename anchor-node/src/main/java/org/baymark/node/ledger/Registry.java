package org.baymark.node.ledger;

import static org.baymark.node.ledger.RejectionException.demand;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.baymark.node.shelf.Label;
import org.baymark.node.shelf.Shelf;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.registration.Revocation;

/** The keys that the log registered. Each check answers what is already there, or rejects. */
final class Registry {
  /** To read the keys of a registration costs more than to find it; few gateways are busy. */
  private static final int READ_MAX = 256;

  private final Shelf shelf;
  private final Map<Digest, RegisteredKey> read =
      new LinkedHashMap<>(READ_MAX, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Digest, RegisteredKey> eldest) {
          return size() > READ_MAX;
        }
      };

  Registry(Shelf shelf) {
    this.shelf = shelf;
  }

  /** The key registered last under each name: at most this one is live. */
  Optional<RegisteredKey> latest(DevUrn name) {
    return shelf.get(nameKey(name)).map(Digest::of).flatMap(this::key);
  }

  private static Bytes nameKey(DevUrn name) {
    return Label.NAME.key(Bytes.ofUtf8(name.text()));
  }

  /** The latest key of each gateway, by name. */
  List<RegisteredKey> gateways() {
    return gatewayNames().stream().map(this::latest).flatMap(Optional::stream).toList();
  }

  Optional<RegisteredKey> key(Digest thumbprint) {
    RegisteredKey known = read.get(thumbprint);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<RegisteredKey> stored =
        shelf.get(Label.KEY.key(thumbprint)).map(fact -> Own.read(fact, RegisteredKey::read));
    stored.ifPresent(key -> read.put(thumbprint, key));
    return stored;
  }

  private void put(RegisteredKey key) {
    Digest thumbprint = key.registration().key().thumbprint();
    shelf.put(Label.KEY.key(thumbprint), key.encoded());
    read.put(thumbprint, key);
  }

  /** Few beside the devices: they stand together, for whoever asks for them and no others. */
  private SortedSet<DevUrn> gatewayNames() {
    return new TreeSet<>(
        shelf
            .get(Label.GATEWAYS.key())
            .map(fact -> Own.read(fact, Registry::names))
            .orElse(List.of()));
  }

  private static List<DevUrn> names(CborReader in) throws RefusalException {
    int count = in.array(0, Integer.MAX_VALUE);
    List<DevUrn> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(new DevUrn(in.text(DevUrn.SIZE_MAX)));
    }
    return names;
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

  RegisteredKey register(Registration registration, Sign1 signed, long index) {
    DevUrn name = registration.name();
    // A revoked name may come back as a device.
    boolean wasGateway = latest(name).filter(key -> key.registration().isGateway()).isPresent();
    RegisteredKey key =
        new RegisteredKey(registration, signed.issuer(), index, signed, Optional.empty());
    put(key);
    shelf.put(nameKey(name), registration.key().thumbprint().bytes());
    if (registration.isGateway() != wasGateway) {
      noteGateway(name, registration.isGateway());
    }
    return key;
  }

  private void noteGateway(DevUrn name, boolean isOne) {
    SortedSet<DevUrn> gateways = gatewayNames();
    boolean unused = isOne ? gateways.add(name) : gateways.remove(name);
    CborWriter out = new CborWriter().array(gateways.size());
    gateways.forEach(gateway -> out.text(gateway.text()));
    shelf.put(Label.GATEWAYS.key(), out.toBytes());
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
    put(latest(gateway).orElseThrow().of(owner));
  }

  RegisteredKey revoke(Revocation revocation, Sign1 signed, long index) {
    RegisteredKey ended =
        key(revocation.thumbprint())
            .orElseThrow()
            .ended(new RegisteredKey.End(revocation, index, signed));
    put(ended);
    return ended;
  }

  private static long endIndex(RegisteredKey key) {
    return key.end().map(RegisteredKey.End::index).orElse(-1L);
  }
}
