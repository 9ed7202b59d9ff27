package org.baymark.node.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;

/**
 * Which members co-signed the last certified head, and when: signatures are verified once for each
 * head, however many ask, and not on an event loop.
 */
final class CosignedHead {
  private Optional<Known> known = Optional.empty(); // guarded by this

  private record Known(
      SignedCheckpoint note, Members members, Future<Map<DevUrn, Long>> secondsByMember) {
    boolean isOf(SignedCheckpoint other, Members others) {
      return note.equals(other) && members.equals(others);
    }
  }

  /** Of whoever co-signed: the second. Completes on a thread of {@code vertx}. */
  synchronized Future<Map<DevUrn, Long>> seconds(
      Vertx vertx, SignedCheckpoint note, Members members) {
    Optional<Known> before = known.filter(it -> it.isOf(note, members));
    if (before.isPresent()) {
      return before.get().secondsByMember();
    }
    Future<Map<DevUrn, Long>> seconds = vertx.executeBlocking(() -> verified(note, members), false);
    known = Optional.of(new Known(note, members, seconds));
    return seconds;
  }

  private static Map<DevUrn, Long> verified(SignedCheckpoint note, Members members) {
    Map<DevUrn, Long> seconds = new HashMap<>();
    for (Member member : members.members()) {
      cosignedAt(member, note).ifPresent(at -> seconds.put(member.name(), at));
    }
    return seconds;
  }

  private static OptionalLong cosignedAt(Member member, SignedCheckpoint note) {
    return NoteKey.parse(member.keys().cosigner()).toOptional().stream()
        .flatMap(key -> note.signatures().stream().map(it -> key.cosignedAt(note.checkpoint(), it)))
        .filter(OptionalLong::isPresent)
        .findFirst()
        .orElse(OptionalLong.empty());
  }
}
