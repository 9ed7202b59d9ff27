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

  Cosigning(Draft draft) {
    this.draft = draft;
    this.rules = draft.rules;
  }

  /** Whether it was of use. */
  boolean heard(SignedCheckpoint note, Branch branch) {
    Checkpoint checkpoint = note.checkpoint();
    if (!checkpoint.origin().equals(draft.origin)
        || checkpoint.size() <= draft.own().certifiedSize()) {
      return false;
    }
    boolean isOfUse = false;
    for (NoteSignature line : note.signatures()) {
      Optional<DevUrn> member =
          lines.has(checkpoint, line) ? Optional.empty() : cosigner(checkpoint, line, branch);
      if (member.isPresent()) {
        lines.add(checkpoint, member.get(), line);
        isOfUse = true;
      }
    }
    return isOfUse;
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
      draft.say(new Cosigned(note));
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
      return branch.holds(new TreeHead(checkpoint.size(), checkpoint.root()))
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
