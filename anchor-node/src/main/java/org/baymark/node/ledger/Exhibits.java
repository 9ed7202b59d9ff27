package org.baymark.node.ledger;

import static org.baymark.node.ledger.Own.ok;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongFunction;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.index.GatewayState;
import org.baymark.protocol.index.IndexKeys;
import org.baymark.protocol.index.IndexProof;
import org.baymark.protocol.index.KeyState;
import org.baymark.protocol.passport.FormerRegistrar;
import org.baymark.protocol.passport.GatewayProof;
import org.baymark.protocol.passport.Logged;
import org.baymark.protocol.passport.LoggedHeader;
import org.baymark.protocol.passport.LoggedRegistration;
import org.baymark.protocol.registration.Members;

/**
 * What an answer shows beside its subjects, each once and weighed when it is read: headers bring
 * the gateways and keys that signed them, and registrations the members that have left since. So
 * they are asked for in this order.
 */
final class Exhibits {
  private final Ledger ledger;
  private final LongFunction<Bytes> entries;
  private final ClosedLog closed;
  private final Members members;
  private final Weight weight;
  private final SortedSet<Long> headers = new TreeSet<>();
  private final SortedMap<DevUrn, GatewayState> gateways = new TreeMap<>();
  private final SortedMap<Long, Digest> keys = new TreeMap<>();
  private final SortedMap<Digest, FormerRegistrar> registrars = new TreeMap<>();

  /**
   * @param entries the bytes of a log entry, by index
   */
  Exhibits(
      Ledger ledger,
      LongFunction<Bytes> entries,
      ClosedLog closed,
      Members members,
      Weight weight) {
    this.ledger = ledger;
    this.entries = entries;
    this.closed = closed;
    this.members = members;
    this.weight = weight;
  }

  /** The header at this index is to be shown. */
  void header(long index) {
    headers.add(index);
  }

  /** The registration of this key is to be shown. */
  void key(Digest thumbprint) throws LackingException {
    Optional<Bytes> value = closed.index().get(IndexKeys.verifyingKey(thumbprint));
    if (value.isEmpty()) {
      throw new LackingException(
          EvidenceDesk.Reason.UNKNOWN_KEY,
          "no registration of the key " + thumbprint + " is anchored yet");
    }
    keys.put(ok(KeyState.parse(value.get())).registered(), thumbprint);
  }

  List<LoggedHeader> headers() throws LackingException, Weight.ExceededException {
    List<LoggedHeader> shown = new ArrayList<>();
    for (long index : headers) {
      shown.add(loggedHeader(index));
    }
    return shown;
  }

  private LoggedHeader loggedHeader(long index) throws LackingException, Weight.ExceededException {
    try {
      LoggedHeader header = LoggedHeader.of(logged(index));
      DevUrn gateway = header.gateway();
      if (!gateways.containsKey(gateway)) {
        Bytes state = closed.index().get(IndexKeys.gateway(gateway)).orElseThrow();
        gateways.put(gateway, ok(GatewayState.parse(state)));
      }
      key(ledger.headerSigner(header.id()).orElseThrow());
      return header;
    } catch (RefusalException e) {
      throw new IllegalStateException("entry " + index + " is no header: " + e.detail(), e);
    }
  }

  List<LoggedRegistration> registrations() throws Weight.ExceededException {
    List<LoggedRegistration> shown = new ArrayList<>();
    for (Map.Entry<Long, Digest> key : keys.entrySet()) {
      shown.add(registration(key.getKey(), key.getValue()));
    }
    return shown;
  }

  private LoggedRegistration registration(long index, Digest thumbprint)
      throws Weight.ExceededException {
    Bytes indexKey = IndexKeys.verifyingKey(thumbprint);
    KeyState state = ok(KeyState.parse(closed.index().get(indexKey).orElseThrow()));
    Optional<Logged> revocation =
        state.revoked().isPresent()
            ? Optional.of(logged(state.revoked().getAsLong()))
            : Optional.empty();
    Logged registered = logged(index);
    former(registered);
    if (revocation.isPresent()) {
      former(revocation.get());
    }
    try {
      return LoggedRegistration.of(registered, proven(indexKey), revocation);
    } catch (RefusalException e) {
      throw new IllegalStateException("entry " + index + " is no registration: " + e.detail(), e);
    }
  }

  private void former(Logged entry) throws Weight.ExceededException {
    var former = ledger.former(entry.signed(), members);
    if (former.isEmpty() || registrars.containsKey(former.get().key().thumbprint())) {
      return;
    }
    Digest thumbprint = former.get().key().thumbprint();
    IndexProof proof = proven(IndexKeys.registrar(thumbprint));
    registrars.put(
        thumbprint, new FormerRegistrar(former.get().key(), former.get().state(), proof));
  }

  List<GatewayProof> gateways() throws Weight.ExceededException {
    List<GatewayProof> shown = new ArrayList<>();
    for (Map.Entry<DevUrn, GatewayState> gateway : gateways.entrySet()) {
      IndexProof proof = proven(IndexKeys.gateway(gateway.getKey()));
      shown.add(new GatewayProof(gateway.getKey(), gateway.getValue(), proof));
    }
    return shown;
  }

  /** Members that have left, or their former keys, where a registration needs them. */
  List<FormerRegistrar> registrars() {
    return List.copyOf(registrars.values());
  }

  IndexProof proven(Bytes indexKey) throws Weight.ExceededException {
    IndexProof proof = closed.index().prove(indexKey);
    weight.add(proof);
    return proof;
  }

  private Logged logged(long index) throws Weight.ExceededException {
    Logged entry =
        new Logged(
            ok(Sign1.parse(entries.apply(index), Ledger.ENTRY_SIZE_MAX)), index, path(index));
    weight.add(entry);
    return entry;
  }

  List<Digest> path(long index) {
    return ledger.log().inclusion(index, closed.head().size()).path();
  }
}
