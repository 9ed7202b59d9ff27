package org.baymark.protocol.log;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a policy says of a signed checkpoint.
 *
 * @param logSigned a listed log of the checkpoint's origin signed it, and no line of a listed log
 *     is wrong
 * @param cosignatures the valid ones, in the order of the note; each witness at most once
 * @param problems lines that prove nothing; whether one of them is reason enough to refuse the
 *     checkpoint is the caller's to decide
 * @param quorumMet the witnesses of the valid co-signatures are enough
 * @param time seconds since 1970, see {@link #time}
 */
public record Judgement(
    boolean logSigned,
    List<Cosignature> cosignatures,
    List<Problem> problems,
    boolean quorumMet,
    OptionalLong time) {

  /** A witness saw this checkpoint as the newest of its log at this time, seconds since 1970. */
  public record Cosignature(Policy.Witness witness, long seconds) {}

  /** Why a line proves nothing. */
  public enum Fault {
    /** It claims to be of a listed key, and is not its signature (or names no time at all). */
    DOES_NOT_VERIFY,
    /** A listed log signed it, but the checkpoint is of another origin. */
    OTHER_ORIGIN,
    /** The policy lists no key of this name and key ID. */
    UNLISTED
  }

  /** A line that proves nothing, and why. */
  public record Problem(Fault fault, NoteSignature line) {
    /** One sentence for a person. */
    public String text() {
      String who = line.name() + " (key " + line.keyId().hex() + ")";
      return switch (fault) {
        case DOES_NOT_VERIFY -> "the signature of " + who + " does not verify";
        case OTHER_ORIGIN -> "the log " + who + " signed a checkpoint of another origin";
        case UNLISTED -> "the policy does not list " + who;
      };
    }
  }

  /** Whether the policy accepts the checkpoint: signed by its log, co-signed by enough. */
  public boolean accepted() {
    return logSigned && quorumMet;
  }

  /**
   * The checkpoint's time: the (f+1)-th smallest of its co-signatures of type 4, where f of the
   * policy's witnesses of that type may lie ({@link Alliance#faults}). With no more liars than that
   * it is not earlier than the earliest honest clock said and, among 2f+1 co-signatures or more,
   * not later than the latest one. Empty where the quorum is not met, or has no more than f
   * co-signatures.
   */
  @Override
  public OptionalLong time() {
    return time;
  }

  static Judgement of(Policy policy, Quorum quorum, SignedCheckpoint note) {
    boolean signed = false;
    boolean wronglySigned = false;
    List<Cosignature> cosignatures = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (NoteSignature line : note.signatures()) {
      Optional<NoteKey> log = listedLog(policy, line);
      Optional<Policy.Witness> witness = listedWitness(policy, line);
      if (log.isPresent()) {
        Optional<Fault> fault = faultOfLog(log.get(), note.checkpoint(), line);
        signed |= fault.isEmpty();
        wronglySigned |= fault.equals(Optional.of(Fault.DOES_NOT_VERIFY));
        fault.ifPresent(why -> problems.add(new Problem(why, line)));
      } else if (witness.isPresent()) {
        witness
            .get()
            .key()
            .cosignedAt(note.checkpoint(), line)
            .ifPresentOrElse(
                seconds -> cosignatures.add(new Cosignature(witness.get(), seconds)),
                () -> problems.add(new Problem(Fault.DOES_NOT_VERIFY, line)));
      } else {
        problems.add(new Problem(Fault.UNLISTED, line));
      }
    }
    Set<Policy.Witness> cosigners = new HashSet<>();
    cosignatures.forEach(cosignature -> cosigners.add(cosignature.witness()));
    boolean met = quorum.metBy(cosigners);
    return new Judgement(
        signed && !wronglySigned,
        List.copyOf(cosignatures),
        List.copyOf(problems),
        met,
        met ? timeOf(policy, cosignatures) : OptionalLong.empty());
  }

  private static Optional<NoteKey> listedLog(Policy policy, NoteSignature line) {
    return policy.logs().stream().map(Policy.Log::key).filter(k -> k.isNamedBy(line)).findFirst();
  }

  private static Optional<Policy.Witness> listedWitness(Policy policy, NoteSignature line) {
    return policy.witnesses().stream().filter(w -> w.key().isNamedBy(line)).findFirst();
  }

  private static Optional<Fault> faultOfLog(
      NoteKey log, Checkpoint checkpoint, NoteSignature line) {
    if (!log.verifies(checkpoint, line)) {
      return Optional.of(Fault.DOES_NOT_VERIFY);
    }
    // C2SP tlog-policy, "Defining a log": the key name is the log's origin line.
    return log.name().equals(checkpoint.origin())
        ? Optional.empty()
        : Optional.of(Fault.OTHER_ORIGIN);
  }

  /** One line of each witness: who lies about the time in one line lies in all that it signs. */
  private static OptionalLong timeOf(Policy policy, List<Cosignature> cosignatures) {
    int type = NoteKey.COSIGNER;
    if (policy.witnesses(type).isEmpty()) {
      type = policy.witnesses(NoteKey.ML_DSA_44).isEmpty() ? NoteKey.SM2 : NoteKey.ML_DSA_44;
    }
    int counted = type;
    return cosignatures.stream()
        .filter(cosignature -> cosignature.witness().key().type() == counted)
        .mapToLong(Cosignature::seconds)
        .sorted()
        .skip(Alliance.faults(policy.witnesses(counted).size()))
        .findFirst();
  }

  /** Of each grade that the policy lists: "3 of 4 witnesses, 4 of 4 in ML-DSA-44". */
  public String tally(Policy policy) {
    StringBuilder text = new StringBuilder();
    tally(text, policy, NoteKey.COSIGNER, "witnesses");
    tally(text, policy, NoteKey.ML_DSA_44, "in ML-DSA-44");
    tally(text, policy, NoteKey.SM2, "in SM2");
    return text.length() == 0 ? "0 of 0 witnesses" : text.toString();
  }

  private void tally(StringBuilder text, Policy policy, int type, String what) {
    int all = policy.witnesses(type).size();
    if (all > 0) {
      text.append(text.length() == 0 ? "" : ", ");
      text.append(count(type)).append(" of ").append(all).append(' ').append(what);
    }
  }

  /** How many co-signatures are by keys of this type. */
  public long count(int type) {
    return cosignatures.stream().filter(it -> it.witness().key().type() == type).count();
  }
}
