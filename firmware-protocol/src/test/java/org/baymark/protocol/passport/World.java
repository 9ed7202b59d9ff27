package org.baymark.protocol.passport;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.baymark.protocol.batch.Batch;
import org.baymark.protocol.batch.BatchHeader;
import org.baymark.protocol.batch.Filing;
import org.baymark.protocol.batch.ShipmentKey;
import org.baymark.protocol.batch.SubjectTree;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.index.GatewayState;
import org.baymark.protocol.index.IndexKeys;
import org.baymark.protocol.index.IndexMap;
import org.baymark.protocol.index.KeyState;
import org.baymark.protocol.index.RegistrarState;
import org.baymark.protocol.index.SubjectState;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.registration.Revocation;
import org.baymark.protocol.statement.Kind;

/**
 * An alliance, its log and its index in memory, made with the real code. It checks nothing: what a
 * test wants logged is logged, so that a lie reaches the verifier with every hash in its place.
 */
final class World {
  static final long START = 1_780_000_000;

  /** A key in the log. */
  record Registered(Sign1 entry, long index, Optional<Sign1> revocation, long revokedIndex) {}

  /** A batch in the log. */
  record Sealed(Sign1 entry, long index, Batch batch) {}

  final Alliances alliance;
  final MerkleTree log = new MerkleTree();
  final Map<Digest, Registered> keys = new HashMap<>();
  final Map<DevUrn, GatewayState> gateways = new HashMap<>();
  final Map<Digest, Sealed> batches = new HashMap<>();
  final Map<Digest, List<Filing>> filings = new HashMap<>();
  final Map<VerifyingKey, RegistrarState> formers = new HashMap<>();
  IndexMap index = IndexMap.EMPTY;
  private long now = START;
  private final Suite suite;

  World(int members, Suite suite) {
    this(new Alliances(members), suite);
  }

  World(Alliances alliance, Suite suite) {
    this.alliance = alliance;
    this.suite = suite;
    append(alliance.members.signGenesis(alliance.registrar(0), alliance.name(0), now));
  }

  World() {
    this(4, Suite.EDDSA);
  }

  /** The time of the world: each look at the clock finds it ten seconds on. */
  long tick() {
    now += 10;
    return now;
  }

  long append(Sign1 entry) {
    return append(entry.encoded());
  }

  long append(Bytes entry) {
    log.append(MerkleTree.leafHash(entry));
    return log.size() - 1;
  }

  /** A device with a key that nobody registered. */
  Speaker stranger(String name) {
    return new Speaker(name, suite, this::tick);
  }

  Speaker device(String name, Kind... kinds) {
    Speaker device = stranger(name);
    register(device, kinds);
    return device;
  }

  Gateway gateway(String name) {
    return new Gateway(this, device(name, Kind.BATCH));
  }

  void register(Speaker who, Kind... kinds) {
    Registration registration =
        new Registration(who.name, who.key.verifyingKey(), "Kühne & Söhne", Set.of(kinds), START);
    register(registration, alliance.registrar(1), alliance.name(1));
  }

  void register(Registration registration, SigningKey registrar, DevUrn member) {
    register(registration, registration.sign(registrar, member, tick()));
  }

  void register(Registration registration, Sign1 entry) {
    long at = append(entry);
    Digest thumbprint = registration.key().thumbprint();
    keys.put(thumbprint, new Registered(entry, at, Optional.empty(), 0));
    putKey(thumbprint, new KeyState(at, OptionalLong.empty(), OptionalLong.empty()));
  }

  void revoke(Speaker who, OptionalLong lastBatch) {
    revoke(who, lastBatch, "lost");
  }

  void revoke(Speaker who, OptionalLong lastBatch, String reason) {
    Digest thumbprint = who.key.verifyingKey().thumbprint();
    Revocation revocation = new Revocation(who.name, thumbprint, lastBatch, reason);
    revoke(revocation, revocation.sign(alliance.registrar(2), alliance.name(2), tick()));
  }

  void revoke(Revocation revocation, Sign1 entry) {
    long at = append(entry);
    Registered key = get(keys, revocation.thumbprint());
    keys.put(
        revocation.thumbprint(), new Registered(key.entry(), key.index(), Optional.of(entry), at));
    putKey(
        revocation.thumbprint(),
        new KeyState(key.index(), OptionalLong.of(at), revocation.lastBatch()));
  }

  /** The index says that {@code key} was a member's registrar. */
  void former(VerifyingKey key, RegistrarState state) {
    formers.put(key, state);
    index = index.put(IndexKeys.registrar(key.thumbprint()), state.encode());
  }

  private void putKey(Digest thumbprint, KeyState state) {
    index = index.put(IndexKeys.verifyingKey(thumbprint), state.encode());
  }

  void file(Sign1 signed, BatchHeader header, Batch batch) {
    batches.put(signed.id(), new Sealed(signed, append(signed), batch));
    GatewayState state = new GatewayState(header.number(), signed.id());
    gateways.put(signed.issuer(), state);
    index = index.put(IndexKeys.gateway(signed.issuer()), state.encode());
    for (SubjectTree subject : batch.subjects()) {
      List<Filing> small = filings.computeIfAbsent(subject.subjectKey(), k -> new ArrayList<>());
      small.add(new Filing(signed.id(), subject.n(), subject.root()));
      putSubject(subject.subjectKey(), statements(subject.subjectKey()));
    }
  }

  long statements(Digest subjectKey) {
    return get(filings, subjectKey).stream().mapToLong(Filing::n).sum();
  }

  void putSubject(Digest subjectKey, long statements) {
    List<Filing> small = get(filings, subjectKey);
    Digest root = smallLog(subjectKey).root();
    Bytes state = new SubjectState(small.size(), statements, root).encode();
    index = index.put(IndexKeys.subject(subjectKey), state);
  }

  MerkleTree smallLog(Digest subjectKey) {
    return MerkleTree.of(get(filings, subjectKey).stream().map(Filing::leaf).toList());
  }

  static <K, V> V get(Map<K, V> map, K key) {
    return Objects.requireNonNull(map.get(key));
  }

  Digest subjectKey(Subject subject) {
    return shipmentKey(subject).subjectKey();
  }

  ShipmentKey shipmentKey(Subject subject) {
    return ShipmentKey.ofAlliance(alliance.secret, subject);
  }
}
