package org.baymark.node.beside;

import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.NoteSignature;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;

/**
 * What members co-signed of one certified head: their Ed25519 lines, also those that came after
 * enough others had certified it, and the lines beside these. A line counts if the member whose it
 * is belongs to the set that certifies this head, has the key on its card, and co-signed the head
 * with Ed25519 too: beside, never instead. For one thread.
 */
final class Gathered {
  private final SignedCheckpoint certified;
  private final Members members;
  private final NavigableMap<DevUrn, List<NoteSignature>> lines = new TreeMap<>();

  /**
   * @param members who certifies this very head
   */
  Gathered(SignedCheckpoint certified, Members members) {
    this.certified = certified;
    this.members = members;
  }

  boolean isOf(SignedCheckpoint note) {
    return note.checkpoint().equals(certified.checkpoint());
  }

  /**
   * Takes what {@code from} says of the head; what is broken is dropped with all that came with it.
   *
   * @return whether there are more lines now
   */
  boolean take(DevUrn from, SignedCheckpoint said) {
    Optional<Member> member = members.member(from);
    boolean isMore = said.signatures().size() > lines.getOrDefault(from, List.of()).size();
    if (member.isEmpty() || !isMore || !isOf(said)) {
      return false;
    }
    Member.Keys keys = member.get().keys();
    Optional<NoteSignature> first = line(keys.cosigner(), said);
    List<NoteSignature> all =
        Stream.of(Optional.of(keys.cosigner()), keys.sm2(), keys.mlDsa())
            .flatMap(Optional::stream)
            .flatMap(vkey -> line(vkey, said).stream())
            .toList();
    if (first.isEmpty() || all.size() != said.signatures().size()) {
      return false;
    }
    lines.put(from, all);
    return true;
  }

  /** The line in {@code said} of this key, if it is right. */
  private static Optional<NoteSignature> line(String vkey, SignedCheckpoint said) {
    return NoteKey.parse(vkey).toOptional().stream()
        .flatMap(
            key ->
                said.signatures().stream()
                    .filter(line -> key.cosignedAt(said.checkpoint(), line).isPresent()))
        .findFirst();
  }

  /** All of it until now. */
  Beside soFar() {
    return new Beside(certified.checkpoint(), List.copyOf(lines.values()));
  }
}
