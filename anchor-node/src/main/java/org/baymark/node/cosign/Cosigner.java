package org.baymark.node.cosign;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.NoteSigner;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.ConsistencyProof;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.merkle.TreeHead;

/**
 * Signs heads of one log with a member's two keys, and never two that contradict each other. It
 * remembers nothing: what was signed last comes from the disk, and what it answers goes to the disk
 * before anyone sees it.
 */
public final class Cosigner {
  private static final TreeHead NOTHING = new TreeHead(0, MerkleTree.EMPTY_ROOT);

  private final NoteSigner log;
  private final NoteSigner cosigner;

  /**
   * @param log of type {@link NoteKey#LOG}; its name is the origin
   * @param cosigner of type {@link NoteKey#COSIGNER}
   */
  public Cosigner(NoteSigner log, NoteSigner cosigner) {
    if (log.key().type() != NoteKey.LOG || cosigner.key().type() != NoteKey.COSIGNER) {
      throw new IllegalArgumentException("a log key and a co-signing key are needed");
    }
    this.log = log;
    this.cosigner = cosigner;
  }

  /** What it answers. */
  public sealed interface Decision {
    record Signed(SignedCheckpoint note) implements Decision {}

    /**
     * To sign would break an earlier signature.
     *
     * @param reason for a person
     */
    record Refused(String reason) implements Decision {}

    default <R> R match(Function<SignedCheckpoint, R> signed, Function<String, R> refused) {
      return this instanceof Signed yes
          ? signed.apply(yes.note())
          : refused.apply(((Refused) this).reason());
    }
  }

  /**
   * Signs {@code next} only if it is strictly longer than what was signed last and provably starts
   * with it.
   *
   * @param last the head that this member signed last, from the disk; empty before the first
   * @param proof from {@code last} (or from nothing) to {@code next}
   */
  public Decision decide(
      Optional<TreeHead> last, TreeHead next, ConsistencyProof proof, Instant now) {
    TreeHead before = last.orElse(NOTHING);
    if (next.size() <= before.size()) {
      return new Decision.Refused(
          "a head of " + next.size() + " entries after one of " + before.size() + " was signed");
    }
    boolean fits = proof.oldSize() == before.size() && proof.newSize() == next.size();
    if (!fits || !proof.proves(before.root(), next.root())) {
      return new Decision.Refused(
          "the head of "
              + next.size()
              + " entries does not continue the signed one of "
              + (before.size() + " entries with root " + before.root()));
    }
    return new Decision.Signed(sign(next.size(), next.root(), now));
  }

  private SignedCheckpoint sign(long size, Digest root, Instant now) {
    Checkpoint checkpoint = new Checkpoint(log.key().name(), size, root);
    return new SignedCheckpoint(
        checkpoint,
        List.of(log.signCheckpoint(checkpoint), cosigner.cosign(checkpoint, now.getEpochSecond())));
  }
}
