package org.baymark.protocol.inspect;

import java.util.List;
import java.util.stream.Stream;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.Judgement;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.NoteSignature;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.log.TlogProof;
import org.baymark.protocol.log.WitnessRequest;

/** What texts with a checkpoint say, and whether their signers may. */
final class Heads {
  private Heads() {}

  static String claim(TlogProof proof) {
    Checkpoint head = proof.note().checkpoint();
    return "an entry stands at "
        + proof.index()
        + " in the "
        + head.size()
        + " entries of "
        + head.origin()
        + "; './baymark logged' checks which";
  }

  static String claim(WitnessRequest request) {
    Checkpoint head = request.note().checkpoint();
    return head.size()
        + " entries of "
        + head.origin()
        + " start with the "
        + request.proof().oldSize()
        + " that the witness saw last";
  }

  static Verdict judge(SignedCheckpoint note, Policy trust) {
    Judgement judged = trust.judge(note);
    String problems =
        judged.problems().stream().map(it -> "; " + it.text()).reduce("", String::concat);
    String text =
        (judged.logSigned() ? "right, by its log" : "wrong: its log did not sign")
            + (", " + judged.cosignatures().size() + " co-signatures, ")
            + (judged.quorumMet() ? "a quorum" : "no quorum")
            + problems;
    return new Verdict(judged.accepted() && judged.problems().isEmpty(), text);
  }

  /** As a witness takes it: a listed log of this origin signed, and no listed one wrongly. */
  static Verdict judge(WitnessRequest request, Policy trust) {
    String origin = request.note().checkpoint().origin();
    List<NoteKey> logs =
        trust.logs().stream().map(Policy.Log::key).filter(it -> it.name().equals(origin)).toList();
    boolean signed = logs.stream().flatMap(key -> lines(request, key)).findAny().isPresent();
    boolean right =
        logs.stream()
            .allMatch(key -> lines(request, key).allMatch(it -> key.verifies(request.note(), it)));
    return signed && right ? Verdict.right("by its log") : Verdict.wrong("its log did not sign");
  }

  private static Stream<NoteSignature> lines(WitnessRequest request, NoteKey key) {
    return request.note().signatures().stream().filter(key::isNamedBy);
  }
}
