package org.baymark.node.beside;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.log.NoteSignature;
import org.baymark.protocol.log.SignedCheckpoint;

/** What members said last of what they co-signed; nothing of it was checked. For any thread. */
final class Voices {
  /** A member says its Ed25519 line to certify a head, and again with those beside it. */
  private record Voice(DevUrn member, boolean isBeside) {}

  /** The last of each: what a liar says takes the place of what it said itself. */
  private final Map<Voice, SignedCheckpoint> said = new ConcurrentHashMap<>();

  /** Whether it is kept: with the lines of several it is what everybody has, a certified head. */
  boolean heard(DevUrn from, SignedCheckpoint note) {
    List<NoteSignature> lines = note.signatures();
    boolean isOfOne = lines.stream().map(NoteSignature::name).distinct().count() == 1;
    if (isOfOne) {
      said.put(new Voice(from, lines.size() > 1), note);
    }
    return isOfOne;
  }

  /** Shows what each member said last to certify a head, and keeps it. */
  void each(BiConsumer<DevUrn, SignedCheckpoint> look) {
    said.forEach(
        (voice, note) -> {
          if (!voice.isBeside()) {
            look.accept(voice.member(), note);
          }
        });
  }

  /**
   * Hands what is of heads of up to {@code size} entries to {@code gathered}, and keeps the rest.
   *
   * @return whether there are more lines now
   */
  boolean give(Gathered gathered, long size) {
    boolean isMore = false;
    for (Map.Entry<Voice, SignedCheckpoint> one : said.entrySet()) {
      boolean isEarly = one.getValue().checkpoint().size() > size;
      if (!isEarly && said.remove(one.getKey(), one.getValue())) {
        isMore |= gathered.take(one.getKey().member(), one.getValue());
      }
    }
    return isMore;
  }
}
