package org.baymark.node.sequence;

import java.util.Optional;
import org.baymark.protocol.accuse.Accusation;
import org.baymark.protocol.accuse.DoubleVoting;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;
import org.baymark.protocol.voting.Conflict;

/** Whether evidence speaks against keys that are in force, or of the past. */
public record PresentKeys(Members members) {

  /** Whether a key that the member {@code name} has now signed what {@code file} holds. */
  public boolean signed(Bytes file, String name) {
    return members.members().stream()
        .filter(member -> member.name().text().equals(name))
        .anyMatch(member -> isBy(member, file));
  }

  private static boolean isBy(Member member, Bytes file) {
    Optional<Accusation> accusation = Accusation.parse(file).toOptional();
    if (accusation.isEmpty()) {
      return Conflict.parse(file).toOptional().filter(vote -> voted(member, vote)).isPresent();
    }
    if (accusation.get() instanceof DoubleVoting it) {
      return voted(member, it.vote());
    }
    return accusation.get() instanceof org.baymark.protocol.accuse.Conflict it
        && cosigned(member, it.first().checkpoint());
  }

  private static boolean voted(Member member, Conflict vote) {
    return vote.first().signedBy(member.keys().reporter());
  }

  private static boolean cosigned(Member member, SignedCheckpoint note) {
    return NoteKey.parse(member.keys().cosigner())
        .toOptional()
        .filter(
            key ->
                note.signatures().stream()
                    .anyMatch(line -> key.cosignedAt(note.checkpoint(), line).isPresent()))
        .isPresent();
  }
}
