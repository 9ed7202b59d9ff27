package org.baymark.protocol.fuzz;

import static org.baymark.protocol.fuzz.Target.demand;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.Judgement;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.log.TlogProof;
import org.baymark.protocol.log.WitnessRequest;

/** Checkpoint notes, and the trust files that judge them. */
final class Trust {
  private static final List<Policy> POLICIES =
      Corpus.policies().stream().flatMap(it -> Policy.parse(it).toOptional().stream()).toList();
  private static final List<SignedCheckpoint> NOTES =
      Corpus.notes().stream()
          .flatMap(it -> SignedCheckpoint.parse(it).toOptional().stream())
          .toList();

  /** What the logs of the vectors did sign. */
  private static final Set<Checkpoint> SIGNED = new HashSet<>();

  static {
    for (SignedCheckpoint note : NOTES) {
      if (POLICIES.stream().anyMatch(policy -> policy.judge(note).logSigned())) {
        SIGNED.add(note.checkpoint());
      }
    }
  }

  private Trust() {}

  static void checkpoint(Bytes input) {
    Parsed<SignedCheckpoint> parsed = SignedCheckpoint.parse(input);
    Optional<SignedCheckpoint> note = parsed.toOptional();
    if (note.isPresent()) {
      demand(Bytes.ofUtf8(note.get().toText()).equals(input), "written again it differs", input);
      demand(
          SignedCheckpoint.parse(input.utf8()).toOptional().equals(note),
          "as text it is another",
          input);
      POLICIES.forEach(policy -> judged(policy, note.get()));
    }
  }

  private static Judgement judged(Policy policy, SignedCheckpoint note) {
    Judgement judgement = policy.judge(note);
    demand(
        judgement.cosignatures().size() <= policy.witnesses().size()
            && (!judgement.quorumMet()
                || judgement.cosignatures().size() >= policy.fewestCosignatures()),
        "miscounted",
        note);
    demand(
        !judgement.logSigned() || SIGNED.contains(note.checkpoint()), "nobody signed this", note);
    return judgement;
  }

  static void policy(Bytes input) {
    Optional<Policy> parsed = Policy.parse(input).toOptional();
    if (parsed.isEmpty()) {
      return;
    }
    Policy policy = parsed.get();
    demand(policy.fewestCosignatures() <= policy.witnesses().size(), "a quorum of nobody", input);
    policy.logs().forEach(log -> key(log.key(), input));
    policy.witnesses().forEach(witness -> key(witness.key(), input));
    NOTES.forEach(policy::judge);
    boolean full = input.size() + 2 > Policy.SIZE_MAX;
    Optional<Policy> more = Policy.parse(input.concat(Bytes.ofUtf8("#\n"))).toOptional();
    demand(
        full || (more.isPresent() && more.get().witnesses().equals(policy.witnesses())),
        "a comment changes it",
        input);
  }

  static void tlogProof(Bytes input) {
    Optional<TlogProof> proof = TlogProof.parse(input).toOptional();
    if (proof.isEmpty()) {
      return;
    }
    demand(Bytes.ofUtf8(proof.get().toText()).equals(input), "written again it differs", input);
    long holds =
        Corpus.loggedEntries().stream()
            .filter(entry -> POLICIES.stream().anyMatch(it -> shows(proof.get(), it, entry)))
            .count();
    demand(holds <= 1, "two entries at one place", input);
  }

  private static boolean shows(TlogProof proof, Policy policy, Bytes entry) {
    boolean accepted = proof.judge(policy, entry).accepted();
    demand(
        !accepted || SIGNED.contains(proof.note().checkpoint()),
        "nobody signed this",
        proof.note());
    return accepted;
  }

  static void addCheckpoint(Bytes input) {
    Optional<WitnessRequest> request = WitnessRequest.parse(input).toOptional();
    if (request.isEmpty()) {
      return;
    }
    demand(Bytes.ofUtf8(request.get().toText()).equals(input), "written again it differs", input);
    Checkpoint checkpoint = request.get().note().checkpoint();
    demand(
        request.get().note().text().startsWith(checkpoint.text()),
        "what is signed is not what is read",
        input);
  }

  private static void key(NoteKey key, Bytes input) {
    boolean same = NoteKey.parse(key.vkey()).toOptional().equals(Optional.of(key));
    demand(same, "a key written again differs", input);
  }
}
