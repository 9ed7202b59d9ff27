package org.baymark.gateway;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.baymark.protocol.batch.BatchHeader;
import org.baymark.protocol.batch.Filing;
import org.baymark.protocol.batch.ShipmentKey;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.index.GatewayState;
import org.baymark.protocol.index.IndexKeys;
import org.baymark.protocol.index.IndexMap;
import org.baymark.protocol.index.IndexSeal;
import org.baymark.protocol.index.KeyState;
import org.baymark.protocol.index.SubjectState;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.log.TlogProof;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.passport.EvidenceRequest;
import org.baymark.protocol.passport.GatewayProof;
import org.baymark.protocol.passport.Logged;
import org.baymark.protocol.passport.LoggedHeader;
import org.baymark.protocol.passport.LoggedRegistration;
import org.baymark.protocol.passport.SubjectProof;
import org.baymark.protocol.registration.Members;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.registration.Request;

/**
 * An alliance of one member in memory, made with the protocol's own code: what it answers verifies.
 * It takes what it is given; what it is to refuse, a test says.
 */
public final class TestAlliance {
  private final MerkleTree log = new MerkleTree();
  private final List<Bytes> entries = new ArrayList<>();
  private final Members members;
  private final int cosigners;
  private final Map<Digest, Long> registered = new HashMap<>();
  private final Map<Digest, LoggedAt> headers = new HashMap<>();
  private final Map<DevUrn, GatewayState> gateways = new TreeMap<>();
  private final Map<Digest, List<Filing>> filings = new HashMap<>();
  private IndexMap index = IndexMap.EMPTY;
  private Optional<IndexSeal> seal = Optional.empty();
  private Optional<SignedCheckpoint> note = Optional.empty();
  private Optional<Evidence> lastEvidence = Optional.empty();

  private record LoggedAt(long index, Digest signer) {}

  public TestAlliance() {
    this(1);
  }

  /**
   * @param cosigners how many certify its heads
   */
  public TestAlliance(int cosigners) {
    this.cosigners = cosigners;
    members = TestMember.members();
    append(
        members
            .signGenesis(TestMember.REGISTRAR.key(), TestMember.REGISTRAR.name(), TestMember.TIME)
            .encoded());
  }

  private long append(Bytes entry) {
    entries.add(entry);
    log.append(MerkleTree.leafHash(entry));
    return log.size() - 1;
  }

  /** Registers what a request asks for, or a revocation; answers the entry's index and id. */
  public synchronized Map.Entry<Long, Digest> take(Request request) {
    Sign1 entry =
        request.match(
            wish ->
                wish.sign(TestMember.REGISTRAR.key(), TestMember.REGISTRAR.name(), TestMember.TIME),
            end ->
                end.sign(TestMember.REGISTRAR.key(), TestMember.REGISTRAR.name(), TestMember.TIME));
    int at = entries.indexOf(entry.encoded());
    long place = at >= 0 ? at : append(entry.encoded());
    if (request instanceof Request.Register register) {
      register(register.registration(), place);
    }
    return Map.entry(place, entry.id());
  }

  private void register(Registration registration, long at) {
    Digest thumbprint = registration.key().thumbprint();
    registered.put(thumbprint, at);
    KeyState state = new KeyState(at, OptionalLong.empty(), OptionalLong.empty());
    index = index.put(IndexKeys.verifyingKey(thumbprint), state.encode());
  }

  /** Whether {@code header} is the next of its gateway. */
  public synchronized boolean isNext(Sign1 signed, BatchHeader header) {
    GatewayState before = gateways.get(signed.issuer());
    return before == null
        ? header.number() == 1
        : header.number() == before.number() + 1
            && header.previous().equals(Optional.of(before.headerId()));
  }

  /** The index of a batch's header, if it is in the log. */
  public synchronized Optional<Long> indexOf(Digest headerId) {
    return Optional.ofNullable(headers.get(headerId)).map(LoggedAt::index);
  }

  public synchronized long file(
      Sign1 signed, BatchHeader header, List<SubjectEntry> subjects, Digest signer) {
    long at = append(signed.encoded());
    headers.put(signed.id(), new LoggedAt(at, signer));
    GatewayState state = new GatewayState(header.number(), signed.id());
    gateways.put(signed.issuer(), state);
    index = index.put(IndexKeys.gateway(signed.issuer()), state.encode());
    for (SubjectEntry entry : subjects) {
      List<Filing> own = filings.computeIfAbsent(entry.subjectKey(), key -> new ArrayList<>());
      own.add(new Filing(signed.id(), entry.n(), entry.root()));
      long statements = own.stream().mapToLong(Filing::n).sum();
      SubjectState about = new SubjectState(own.size(), statements, tree(own).root());
      index = index.put(IndexKeys.subject(entry.subjectKey()), about.encode());
    }
    return at;
  }

  private static MerkleTree tree(List<Filing> filings) {
    return MerkleTree.of(filings.stream().map(Filing::leaf).toList());
  }

  /** The next batch of this gateway, as if another with the same key had filed it. */
  public synchronized void fileAnother(DevUrn gateway) {
    GatewayState last = Optional.ofNullable(gateways.get(gateway)).orElseThrow();
    gateways.put(gateway, new GatewayState(last.number() + 1, last.headerId()));
  }

  /** How many batches hold something that {@code device} said of itself. */
  public synchronized int filingsOf(TestDevice device) {
    Digest key = ShipmentKey.ofDevice(Subject.of(device.name())).subjectKey();
    return filings.getOrDefault(key, List.of()).size();
  }

  public synchronized TreeHead head() {
    return log.head();
  }

  public synchronized List<Digest> consistency(long from, long to) {
    return log.consistency(from, to).path();
  }

  /** The newest checkpoint; a new one, if the log has grown since. */
  public synchronized SignedCheckpoint checkpoint() {
    if (note.isEmpty() || note.get().checkpoint().size() < log.size()) {
      Optional<TreeHead> before =
          note.map(last -> new TreeHead(last.checkpoint().size(), last.checkpoint().root()));
      IndexSeal next =
          new IndexSeal(
              0,
              Optional.empty(),
              seal.map(IndexSeal::height).orElse(0L) + 1,
              log.size(),
              index.root(),
              members.digest(),
              before);
      append(next.encode());
      seal = Optional.of(next);
      note = Optional.of(TestMember.sign(log.head(), cosigners));
    }
    return note.get();
  }

  /** That the newest checkpoint covers an entry; empty if it does not. */
  public synchronized Optional<TlogProof> inclusion(long at) {
    return note.filter(last -> at < last.checkpoint().size())
        .map(
            last ->
                new TlogProof(
                    Optional.empty(),
                    at,
                    log.inclusion(at, last.checkpoint().size()).path(),
                    last));
  }

  /** Evidence under the newest checkpoint; empty if something that was asked for is not there. */
  public synchronized Optional<Evidence> evidence(EvidenceRequest request) {
    SignedCheckpoint under = checkpoint();
    TreeMap<Long, Digest> keys = new TreeMap<>();
    TreeMap<Long, LoggedHeader> shown = new TreeMap<>();
    List<SubjectProof> subjects = new ArrayList<>();
    for (EvidenceRequest.Asked asked : request.subjects()) {
      subjects.add(subject(asked, filings.getOrDefault(asked.subjectKey(), List.of())));
    }
    for (Digest key : request.keys()) {
      if (!registered.containsKey(key)) {
        return Optional.empty();
      }
      keys.put(registered.get(key), key);
    }
    for (SubjectProof subject : subjects) {
      for (Filing filing : subject.filings()) {
        LoggedAt at = Optional.ofNullable(headers.get(filing.headerId())).orElseThrow();
        keys.put(registered.get(at.signer()), at.signer());
        shown.put(at.index(), ok(() -> LoggedHeader.of(logged(at.index()))));
      }
    }
    List<LoggedRegistration> registrations = new ArrayList<>();
    keys.forEach((at, key) -> registrations.add(registration(at, key)));
    List<GatewayProof> proofs = new ArrayList<>();
    gateways.forEach(
        (name, state) ->
            proofs.add(new GatewayProof(name, state, index.prove(IndexKeys.gateway(name)))));
    lastEvidence =
        Optional.of(
            new Evidence(
                under,
                seal.orElseThrow(),
                path(log.size() - 1),
                members,
                List.of(),
                List.copyOf(shown.values()),
                registrations,
                proofs,
                subjects));
    return lastEvidence;
  }

  /** What it answered last. */
  public synchronized Evidence lastEvidence() {
    return lastEvidence.orElseThrow();
  }

  private SubjectProof subject(EvidenceRequest.Asked asked, List<Filing> all) {
    if (all.isEmpty()) {
      return SubjectProof.nothing(
          asked.subjectKey(), index.prove(IndexKeys.subject(asked.subjectKey())));
    }
    List<Digest> ids = all.stream().map(Filing::headerId).toList();
    int first = asked.range().map(range -> ids.indexOf(range.firstHeader())).orElse(0);
    int last = asked.range().map(range -> ids.indexOf(range.lastHeader())).orElse(all.size() - 1);
    return new SubjectProof(
        asked.subjectKey(),
        all.stream().mapToLong(Filing::n).sum(),
        tree(all).range(first, last - first + 1L, all.size()),
        all.subList(first, last + 1),
        index.prove(IndexKeys.subject(asked.subjectKey())));
  }

  private LoggedRegistration registration(long at, Digest key) {
    return ok(
        () ->
            LoggedRegistration.of(
                logged(at), index.prove(IndexKeys.verifyingKey(key)), Optional.empty()));
  }

  private Logged logged(long at) {
    Sign1 signed =
        Sign1.parse(entries.get((int) at), Logged.ENTRY_SIZE_MAX).toOptional().orElseThrow();
    return new Logged(signed, at, path(at));
  }

  private List<Digest> path(long at) {
    return log.inclusion(at, log.size()).path();
  }

  private interface Reader<T> {
    T read() throws RefusalException;
  }

  private static <T> T ok(Reader<T> reader) {
    try {
      return reader.read();
    } catch (RefusalException e) {
      throw new IllegalStateException(e);
    }
  }
}
