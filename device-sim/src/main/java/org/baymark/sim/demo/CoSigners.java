package org.baymark.sim.demo;

import java.util.List;
import java.util.Locale;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.passport.Passport;
import org.baymark.protocol.registration.Member;
import org.baymark.sim.shell.Screen;

/** Says which companies certified the head that a passport stands under. */
record CoSigners(Screen screen) {

  /** Of a passport that a gateway made; whether its co-signatures are right, a stranger checks. */
  void show(Bytes file) {
    Evidence evidence = Passport.parse(file).toOptional().orElseThrow().evidence();
    SignedCheckpoint note = evidence.checkpoint();
    List<Member> members = evidence.members().members();
    List<Member> signers = members.stream().filter(member -> signed(note, member)).toList();
    screen.line("");
    screen.line(
        String.format(
            Locale.ROOT,
            "Co-signed by %d of %d members: log entries 0 to %d, head %s",
            signers.size(),
            members.size(),
            note.checkpoint().size() - 1,
            note.checkpoint().root().hex().substring(0, 16)));
    for (Member member : members) {
      screen.line(
          String.format(
              Locale.ROOT,
              "  %s %-5s %s",
              signers.contains(member) ? "x" : "-",
              member.company().jurisdiction(),
              member.company().name()));
    }
  }

  private static boolean signed(SignedCheckpoint note, Member member) {
    return NoteKey.parse(member.keys().cosigner())
        .toOptional()
        .map(
            key ->
                note.signatures().stream()
                    .anyMatch(line -> key.cosignedAt(note.checkpoint(), line).isPresent()))
        .orElse(false);
  }
}
