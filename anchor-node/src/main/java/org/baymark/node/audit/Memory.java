package org.baymark.node.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.baymark.protocol.log.NoteSignature;
import org.baymark.protocol.log.SignedCheckpoint;

/**
 * The newest certified head that each member showed, over all runs. Which member it was, its log
 * key tells: every member signs what it serves.
 */
final class Memory {
  private final Trust trust;
  private final Map<String, SignedCheckpoint> byLogKey = new LinkedHashMap<>();

  /** By keys to which nothing led yet, or which members had before those of the trust file. */
  private final List<SignedCheckpoint> others = new ArrayList<>();

  Memory(Trust trust, List<SignedCheckpoint> remembered) {
    this.trust = trust;
    this.others.addAll(remembered);
    settle();
  }

  private void settle() {
    for (SignedCheckpoint note : List.copyOf(others)) {
      if (logKey(note).isPresent()) {
        others.remove(note);
        keep(note);
      }
    }
  }

  Optional<SignedCheckpoint> of(SignedCheckpoint note) {
    settle();
    return logKey(note).map(byLogKey::get);
  }

  /** A shorter one does not take the place of a longer one. */
  void keep(SignedCheckpoint note) {
    logKey(note)
        .ifPresent(
            key ->
                byLogKey.merge(
                    key,
                    note,
                    (was, is) -> is.checkpoint().size() >= was.checkpoint().size() ? is : was));
  }

  List<SignedCheckpoint> all() {
    settle();
    List<SignedCheckpoint> all = new ArrayList<>(byLogKey.values());
    all.addAll(others);
    return all;
  }

  /** By the policy that accepts it: in its eyes no line of a log is wrong. */
  private Optional<String> logKey(SignedCheckpoint note) {
    Trust.Verdict verdict = trust.judge(note);
    return note.signatures().stream()
        .filter(line -> verdict.accepted())
        .filter(line -> verdict.policy().logs().stream().anyMatch(log -> log.key().isNamedBy(line)))
        .map(Memory::key)
        .findFirst();
  }

  private static String key(NoteSignature line) {
    return line.name() + "+" + line.keyId().hex();
  }
}
