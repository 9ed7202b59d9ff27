package org.baymark.protocol.vectors;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.baymark.protocol.index.GatewayState;
import org.baymark.protocol.index.IndexKeys;
import org.baymark.protocol.index.IndexMap;
import org.baymark.protocol.index.IndexSeal;
import org.baymark.protocol.index.KeyState;
import org.baymark.protocol.index.SubjectState;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.NoteSignature;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.registration.Revocation;
import org.baymark.protocol.statement.Kind;

/**
 * A small alliance that lives: it founds a log, registers keys, takes batches and closes
 * checkpoints. What it made stays visible, so that the vectors can show every step.
 */
final class Story {
  static final String ORIGIN = "log.example.org/baymark-test";
  static final long T0 = 1_795_000_000L;
  static final Bytes ALLIANCE_KEY = TestKeys.secret("alliance key");
  static final DevUrn GATEWAY = new DevUrn("urn:dev:os:32473-gateway1");
  static final DevUrn SENSOR = new DevUrn("urn:dev:mac:acde48fffe234567");
  static final DevUrn SCANNER = new DevUrn("urn:dev:os:32473-scanner7");
  static final Subject SHIPMENT = Subject.ofSscc("003456789012345670");
  static final DevUrn ALPHA = new DevUrn("urn:dev:org:32473-alpha");
  static final List<String> MEMBERS = List.of("alpha", "beta", "delta", "gamma");

  final Members members = members("");
  final MerkleTree log = new MerkleTree();
  final List<Bytes> entries = new ArrayList<>();
  final Map<Long, Sign1> headers = new LinkedHashMap<>();
  final List<Batch> batches = new ArrayList<>();
  final Map<Digest, List<Filing>> filings = new LinkedHashMap<>();
  final Map<Digest, Long> registered = new LinkedHashMap<>();
  final Map<Digest, Long> revoked = new LinkedHashMap<>();
  final Map<String, Bytes> indexKeys = new LinkedHashMap<>();
  IndexMap index = IndexMap.EMPTY;
  Optional<IndexSeal> seal = Optional.empty();
  Optional<TreeHead> head = Optional.empty();

  Story() {
    append(members.signGenesis(TestKeys.registrar("alpha"), ALPHA, T0 - 7200));
    register(GATEWAY, TestKeys.GATEWAY, Set.of(Kind.BATCH));
    register(SENSOR, TestKeys.SENSOR, Set.of(Kind.TELEMETRY));
  }

  /** The members; {@code salt} makes another set of the same names. */
  static Members members(String salt) {
    List<Member> members = new ArrayList<>();
    for (String name : MEMBERS) {
      members.add(TestKeys.member(name, salt, ORIGIN));
    }
    return new Members(ORIGIN, members);
  }

  static ShipmentKey shipmentKey(Subject subject) {
    return ShipmentKey.ofAlliance(ALLIANCE_KEY, subject);
  }

  static Digest subjectKey(Subject subject) {
    return shipmentKey(subject).subjectKey();
  }

  private void append(Sign1 entry) {
    appendBytes(entry.encoded());
  }

  private void appendBytes(Bytes entry) {
    entries.add(entry);
    log.append(MerkleTree.leafHash(entry));
  }

  private void put(String what, Bytes key, Bytes value) {
    indexKeys.put(what, key);
    index = index.put(key, value);
  }

  void register(DevUrn name, SigningKey key, Set<Kind> kinds) {
    Registration registration =
        new Registration(name, key.verifyingKey(), "Alpha Ltd", kinds, T0 - 3600);
    Digest thumbprint = key.verifyingKey().thumbprint();
    registered.put(thumbprint, log.size());
    keyState(name, thumbprint, OptionalLong.empty());
    append(registration.sign(TestKeys.registrar("alpha"), ALPHA, T0 - 3600 + log.size()));
  }

  void revoke(DevUrn name, SigningKey key, long issuedAt) {
    Digest thumbprint = key.verifyingKey().thumbprint();
    Revocation revocation = new Revocation(name, thumbprint, OptionalLong.empty(), "stolen");
    revoked.put(thumbprint, log.size());
    keyState(name, thumbprint, OptionalLong.of(log.size()));
    append(revocation.sign(TestKeys.registrar("alpha"), ALPHA, issuedAt));
  }

  private void keyState(DevUrn name, Digest thumbprint, OptionalLong revokedAt) {
    KeyState state = new KeyState(registeredAt(thumbprint), revokedAt, OptionalLong.empty());
    put("key of " + name, IndexKeys.verifyingKey(thumbprint), state.encode());
  }

  /** Files a batch: its header goes to the log, its filings to the index. */
  void file(long opened, long sealed, List<Sign1> statements) {
    Map<Digest, List<Sign1>> byKey = new LinkedHashMap<>();
    for (Sign1 one : statements) {
      byKey.computeIfAbsent(subjectKey(one.subject()), key -> new ArrayList<>()).add(one);
    }
    long number = batches.size() + 1L;
    Batch batch = Batch.seal(GATEWAY, number, byKey);
    Optional<Digest> previous =
        headers.values().stream().reduce((a, b) -> b).map(Sign1::id); // the last of them
    Sign1 header =
        new BatchHeader(
                number,
                previous,
                head,
                opened * 1000,
                sealed * 1000,
                batch.statements(),
                batch.entries().size(),
                batch.root())
            .sign(TestKeys.GATEWAY, GATEWAY);
    batches.add(batch);
    headers.put(log.size(), header);
    put(
        "gateway " + GATEWAY,
        IndexKeys.gateway(GATEWAY),
        new GatewayState(number, header.id()).encode());
    for (SubjectTree tree : batch.subjects()) {
      List<Filing> own = filings.computeIfAbsent(tree.subjectKey(), key -> new ArrayList<>());
      own.add(new Filing(header.id(), tree.n(), tree.root()));
      String what = "subject " + tree.statements().get(0).subject();
      put(what, IndexKeys.subject(tree.subjectKey()), state(tree.subjectKey()).encode());
    }
    append(header);
  }

  long registeredAt(Digest thumbprint) {
    return Optional.ofNullable(registered.get(thumbprint)).orElseThrow();
  }

  List<Filing> filingsOf(Digest subjectKey) {
    return filings.getOrDefault(subjectKey, List.of());
  }

  SubjectState state(Digest subjectKey) {
    List<Filing> own = filingsOf(subjectKey);
    long statements = own.stream().mapToLong(Filing::n).sum();
    return new SubjectState(own.size(), statements, filingTree(subjectKey).root());
  }

  MerkleTree filingTree(Digest subjectKey) {
    return MerkleTree.of(filingsOf(subjectKey).stream().map(Filing::leaf).toList());
  }

  /** Seals the index; the log is at a checkpoint then. */
  void close() {
    long height = seal.map(IndexSeal::height).orElse(0L) + 1;
    IndexSeal next =
        new IndexSeal(
            0, Optional.empty(), height, log.size(), index.root(), members.digest(), head);
    appendBytes(next.encode());
    seal = Optional.of(next);
    head = Optional.of(log.head());
  }

  /** The checkpoint, served by alpha, co-signed by these members ten seconds apart. */
  SignedCheckpoint note(long time, List<String> cosigners) {
    TreeHead now = head.orElseThrow();
    Checkpoint checkpoint = new Checkpoint(ORIGIN, now.size(), now.root());
    List<NoteSignature> lines = new ArrayList<>();
    lines.add(TestKeys.log("alpha", ORIGIN).signCheckpoint(checkpoint));
    long at = time;
    for (String member : cosigners) {
      lines.add(TestKeys.cosigner(member).cosign(checkpoint, at));
      at += 10;
    }
    return new SignedCheckpoint(checkpoint, lines);
  }
}
