package org.baymark.node.ledger;

import static org.baymark.node.ledger.Own.ok;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.governance.Succession;
import org.baymark.protocol.index.IndexSeal;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.passport.EvidenceRequest;
import org.baymark.protocol.passport.EvidenceRequest.Asked;
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
      return new Answer.NotFound(e.lacking());
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
    Exhibits exhibits = new Exhibits(ledger, entries, closed, members, weight);
    SubjectProofs proofs = new SubjectProofs(ledger, closed, exhibits, weight);
    List<SubjectProof> subjects = new ArrayList<>();
    for (Asked asked : request.subjects()) {
      subjects.add(proofs.of(asked));
    }
    for (Digest thumbprint : request.keys()) {
      exhibits.key(thumbprint);
    }
    List<LoggedHeader> headers = exhibits.headers();
    List<LoggedRegistration> registrations = exhibits.registrations();
    return new Evidence(
        note,
        ok(IndexSeal.parse(closed.seal())),
        exhibits.path(closed.head().size() - 1),
        members,
        exhibits.registrars(),
        headers,
        registrations,
        exhibits.gateways(),
        subjects,
        new Ties(List.of(), succession));
  }
}
