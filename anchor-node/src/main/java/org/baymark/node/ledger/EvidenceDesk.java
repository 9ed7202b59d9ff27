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
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.baymark.protocol.batch.Filing;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.governance.Succession;
import org.baymark.protocol.index.GatewayState;
import org.baymark.protocol.index.IndexKeys;
import org.baymark.protocol.index.IndexProof;
import org.baymark.protocol.index.IndexSeal;
import org.baymark.protocol.index.KeyState;
import org.baymark.protocol.index.SubjectState;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.RangeProof;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.passport.EvidenceRequest;
import org.baymark.protocol.passport.EvidenceRequest.Asked;
import org.baymark.protocol.passport.FormerRegistrar;
import org.baymark.protocol.passport.GatewayProof;
import org.baymark.protocol.passport.Logged;
import org.baymark.protocol.passport.LoggedHeader;
import org.baymark.protocol.passport.LoggedRegistration;
import org.baymark.protocol.passport.SubjectProof;
import org.baymark.protocol.passport.Ties;
import org.baymark.protocol.registration.Members;

/**
 * Answers one request for evidence from the last certified checkpoint: nothing that came after it
 * shows. Everything in the answer is proven against that checkpoint's head or its index.
 */
public final class EvidenceDesk {
  /**
   * An answer takes some four times its size as objects, and up to three times while it is encoded;
   * and the node has to live beside it.
   */
  private static final int PART_OF_HEAP = 16;

  private final Ledger ledger;
  private final LongFunction<Bytes> entries;
  private final SignedCheckpoint note;
  private final ClosedLog closed;
  private final SortedSet<Long> headers = new TreeSet<>();
  private final SortedMap<DevUrn, GatewayState> gateways = new TreeMap<>();
  private final SortedMap<Long, Digest> keys = new TreeMap<>();
  private final SortedMap<Digest, FormerRegistrar> registrars = new TreeMap<>();
  private final Members members;
  private final Weight weight;

  private EvidenceDesk(
      Ledger ledger,
      LongFunction<Bytes> entries,
      SignedCheckpoint note,
      ClosedLog closed,
      Weight weight) {
    this.weight = weight;
    this.ledger = ledger;
    this.entries = entries;
    this.note = note;
    this.closed = closed;
    this.members = ledger.membersFor(closed.head().size());
  }

  /** Why there is no evidence; the detail is for a person. */
  public record Lacking(Reason reason, String detail) {}

  /** What was asked for and is not there; or is too much. */
  public enum Reason {
    NO_CHECKPOINT,
    UNKNOWN_HEADER,
    UNKNOWN_KEY,
    TOO_LARGE
  }

  /** What it answers. */
  public sealed interface Answer {
    record Found(Evidence evidence) implements Answer {}

    record NotFound(Lacking lacking) implements Answer {}

    default <R> R match(Function<Evidence, R> found, Function<Lacking, R> lacking) {
      return this instanceof Found yes
          ? found.apply(yes.evidence())
          : lacking.apply(((NotFound) this).lacking());
    }
  }

  private static final class LackingException extends Exception {
    private static final long serialVersionUID = 1L;
    private final Reason reason;

    LackingException(Reason reason, String detail) {
      super(detail, null, false, false);
      this.reason = reason;
    }
  }

  /**
   * How large an answer may be with a heap of so many bytes: 4 MiB with 64, as much as any evidence
   * with a gigabyte.
   */
  public static long sizeMax(long heap) {
    return Math.min(heap / PART_OF_HEAP, Evidence.SIZE_MAX);
  }

  /**
   * @param entries the bytes of a log entry, by index
   * @param note the last certified checkpoint; the ledger may have closed others since
   * @param sizeMax of the answer, in bytes
   */
  public static Answer answer(
      Ledger ledger,
      LongFunction<Bytes> entries,
      Optional<SignedCheckpoint> note,
      EvidenceRequest request,
      long sizeMax) {
    Optional<ClosedLog> closed = note.flatMap(it -> ledger.closedAt(it.checkpoint().size()));
    if (note.isEmpty() || closed.isEmpty()) {
      return lacking(Reason.NO_CHECKPOINT, "no checkpoint is closed yet");
    }
    try {
      Weight weight = new Weight(sizeMax);
      EvidenceDesk desk = new EvidenceDesk(ledger, entries, note.get(), closed.get(), weight);
      return new Answer.Found(desk.evidence(request));
    } catch (Weight.ExceededException e) {
      return lacking(
          Reason.TOO_LARGE,
          "the answer has more than the "
              + sizeMax
              + " bytes that this node makes at once: ask for a shorter range or fewer subjects,"
              + " or a node with more memory");
    } catch (LackingException e) {
      return lacking(e.reason, String.valueOf(e.getMessage()));
    }
  }

  private static Answer lacking(Reason reason, String detail) {
    return new Answer.NotFound(new Lacking(reason, detail));
  }

  private Evidence evidence(EvidenceRequest request)
      throws LackingException, Weight.ExceededException {
    weight.add(note, members);
    Optional<Succession> succession = Successions.of(ledger, entries, closed.head().size());
    if (succession.isPresent()) {
      weight.add(succession.get().encoded());
    }
    List<SubjectProof> subjects = new ArrayList<>();
    for (Asked asked : request.subjects()) {
      subjects.add(subject(asked));
    }
    for (Digest thumbprint : request.keys()) {
      key(thumbprint);
    }
    List<LoggedHeader> loggedHeaders = new ArrayList<>();
    for (long index : headers) {
      loggedHeaders.add(header(index));
    }
    List<LoggedRegistration> registrations = new ArrayList<>();
    for (Map.Entry<Long, Digest> key : keys.entrySet()) {
      registrations.add(registration(key.getKey(), key.getValue()));
    }
    List<GatewayProof> gatewayProofs = new ArrayList<>();
    for (Map.Entry<DevUrn, GatewayState> gateway : gateways.entrySet()) {
      IndexProof proof = proven(IndexKeys.gateway(gateway.getKey()));
      gatewayProofs.add(new GatewayProof(gateway.getKey(), gateway.getValue(), proof));
    }
    return new Evidence(
        note,
        ok(IndexSeal.parse(closed.seal())),
        path(closed.head().size() - 1),
        members,
        List.copyOf(registrars.values()),
        loggedHeaders,
        registrations,
        gatewayProofs,
        subjects,
        new Ties(List.of(), succession));
  }

  private IndexProof proven(Bytes indexKey) throws Weight.ExceededException {
    IndexProof proof = closed.index().prove(indexKey);
    weight.add(proof);
    return proof;
  }

  private SubjectProof subject(Asked asked) throws LackingException, Weight.ExceededException {
    Bytes indexKey = IndexKeys.subject(asked.subjectKey());
    Optional<Bytes> value = closed.index().get(indexKey);
    if (value.isEmpty()) {
      return nothing(asked, proven(indexKey));
    }
    SubjectState state = ok(SubjectState.parse(value.get()));
    SubjectLog filings = ledger.filings().of(asked.subjectKey()); // maybe more than the index says
    long first = 0;
    long last = state.entries() - 1;
    if (asked.range().isPresent()) {
      first = number(filings, state.entries(), asked.range().get().firstHeader());
      last = number(filings, state.entries(), asked.range().get().lastHeader());
      if (first > last) {
        throw new LackingException(Reason.UNKNOWN_HEADER, "the range ends before it starts");
      }
    }
    weight.addFilings(last - first + 1);
    List<Filing> shown = LongStream.rangeClosed(first, last).mapToObj(filings::filing).toList();
    for (Filing filing : shown) {
      headers.add(ledger.headerIndex(filing.headerId()).orElseThrow());
    }
    RangeProof range = filings.range(first, shown.size(), state.entries());
    weight.add(range.outside());
    return new SubjectProof(asked.subjectKey(), state.statements(), range, shown, proven(indexKey));
  }

  private static SubjectProof nothing(Asked asked, IndexProof absence) throws LackingException {
    if (asked.range().isPresent()) {
      throw new LackingException(
          Reason.UNKNOWN_HEADER, "no anchored batch is about " + asked.subjectKey());
    }
    return SubjectProof.nothing(asked.subjectKey(), absence);
  }

  /** Filings are in the order of the log, so that one is found without reading the others. */
  private long number(SubjectLog filings, long size, Digest headerId) throws LackingException {
    long index = ledger.headerIndex(headerId).orElse(-1L);
    long from = 0;
    long to = size;
    while (from < to) {
      long middle = (from + to) >>> 1;
      Digest there = filings.filing(middle).headerId();
      if (there.equals(headerId)) {
        return middle;
      }
      boolean isBelow = ledger.headerIndex(there).orElseThrow() < index;
      from = isBelow ? middle + 1 : from;
      to = isBelow ? to : middle;
    }
    throw new LackingException(
        Reason.UNKNOWN_HEADER, "no anchored batch " + headerId + " is about this subject");
  }

  private LoggedHeader header(long index) throws LackingException, Weight.ExceededException {
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

  private void key(Digest thumbprint) throws LackingException {
    Optional<Bytes> value = closed.index().get(IndexKeys.verifyingKey(thumbprint));
    if (value.isEmpty()) {
      throw new LackingException(
          Reason.UNKNOWN_KEY, "no registration of the key " + thumbprint + " is anchored yet");
    }
    keys.put(ok(KeyState.parse(value.get())).registered(), thumbprint);
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

  private Logged logged(long index) throws Weight.ExceededException {
    Logged entry =
        new Logged(
            ok(Sign1.parse(entries.apply(index), Ledger.ENTRY_SIZE_MAX)), index, path(index));
    weight.add(entry);
    return entry;
  }

  private List<Digest> path(long index) {
    return ledger.log().inclusion(index, closed.head().size()).path();
  }
}
