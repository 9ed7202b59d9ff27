package org.baymark.node.voting;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.NoteSignature;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.voting.Certificate;
import org.baymark.protocol.voting.Cosigned;
import org.baymark.protocol.voting.Electorate;
import org.baymark.protocol.voting.Head;
import org.baymark.protocol.voting.Seat;

/** Rule 3: co-signatures, and the heads that enough of them certify. */
final class Cosigning {
  private final Draft draft;
  private final Rules rules;
  private final Lines lines = new Lines();
  private final Sightings sightings = new Sightings();

  /**
   * @param seen in this epoch, before a restart
   */
  Cosigning(Draft draft, List<Seen> seen) {
    this.draft = draft;
    this.rules = draft.rules;
    seen.forEach(sightings::recall);
  }

  /** Whether it was of use. */
  boolean heard(Cosigned said, Branch branch) {
    Checkpoint checkpoint = said.note().checkpoint();
    boolean counts = checkpoint.size() > draft.own().certifiedSize();
    if (!checkpoint.origin().equals(draft.origin) || !(counts || tells(said, branch))) {
      return false;
    }
    boolean isOfUse = false;
    for (NoteSignature line : said.note().signatures()) {
      Optional<DevUrn> member =
          lines.has(checkpoint, line) ? Optional.empty() : cosigner(checkpoint, line, branch);
      if (member.isPresent()) {
        boolean convicts = isConvicted(member.get(), line, said, branch);
        isOfUse |= counts || convicts;
        if (counts) {
          lines.add(checkpoint, member.get(), line);
        }
      }
    }
    return isOfUse;
  }

  /** Whether a head that was certified here, or should have been, may convict somebody. */
  private boolean tells(Cosigned said, Branch branch) {
    return said.seal().isPresent()
        && (!branch.holds(tree(said.note().checkpoint())) || sightings.areForeign(branch));
  }

  private boolean isConvicted(DevUrn member, NoteSignature line, Cosigned said, Branch branch) {
    if (member.equals(draft.self())) {
      return false;
    }
    Sightings.Look look = sightings.add(member, line, said, draft.own().epoch(), branch);
    look.conflict().ifPresent(heads -> draft.convict(member, heads));
    look.change().ifPresent(draft::saw);
    return look.conflict().isPresent();
  }

  /** With the seal of the head, if the branch holds it. */
  static Cosigned say(SignedCheckpoint note, Branch branch) {
    TreeHead tree = tree(note.checkpoint());
    return new Cosigned(note, branch.holds(tree) ? branch.seal(tree.size()) : Optional.empty());
  }

  private static TreeHead tree(Checkpoint checkpoint) {
    return new TreeHead(checkpoint.size(), checkpoint.root());
  }

  void entered() {
    sightings.clear();
  }

  private static Optional<DevUrn> cosigner(
      Checkpoint checkpoint, NoteSignature line, Branch branch) {
    return branch.electorates().stream()
        .flatMap(members -> members.seats().stream())
        .filter(seat -> seat.cosigned().test(checkpoint, line))
        .map(Seat::name)
        .findFirst();
  }

  /** Signs the newest head that it may. */
  void sign(Collection<Certificate> held, Branch branch, Instant now) {
    Optional<Head> next =
        rules
            .toSign(draft.own(), held, branch)
            .filter(head -> branch.electorateFor(head.size()).map(draft::isMember).orElse(false));
    if (next.isPresent()) {
      TreeHead tree = next.get().tree();
      Checkpoint checkpoint = new Checkpoint(draft.origin, tree.size(), tree.root());
      NoteSignature line = draft.pen.cosign().apply(checkpoint, now);
      SignedCheckpoint note = new SignedCheckpoint(checkpoint, List.of(line));
      draft.note(new Minute.Signed(next.get().epoch(), note));
      draft.say(say(note, branch));
      lines.add(checkpoint, draft.self(), line);
    }
  }

  /** Whether a longer head is certified now. */
  boolean certify(Branch branch) {
    Optional<SignedCheckpoint> note =
        lines
            .certified(new OfTheHead(branch, rules))
            .filter(it -> it.checkpoint().size() > draft.own().certifiedSize());
    note.ifPresent(
        it -> {
          draft.note(new Minute.Certified(it));
          lines.forget(draft.own().certifiedSize());
        });
    return note.isPresent();
  }

  /** Rule 10: the members whose head it is certify it, if this member executed it. */
  private record OfTheHead(Branch branch, Rules rules) implements Lines.Needed {
    @Override
    public Optional<Electorate> members(Checkpoint checkpoint) {
      return branch.holds(tree(checkpoint))
          ? branch.electorateFor(checkpoint.size())
          : Optional.empty();
    }

    @Override
    public int quorum(Electorate members) {
      return rules.quorum(members);
    }
  }

  /** The longest head that enough members co-signed and that the branch lacks or contradicts. */
  Optional<TreeHead> beyond(Branch branch) {
    return lines.beyond(branch);
  }
}
