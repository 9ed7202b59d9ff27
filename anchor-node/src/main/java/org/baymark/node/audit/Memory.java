package org.baymark.node.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.baymark.protocol.log.NoteSignature;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.SignedCheckpoint;

/**
 * The newest certified head that each member showed, over all runs. Which member it was, its log
 * key tells: every member signs what it serves.
 */
final class Memory {
  private final Policy policy;
  private final Map<String, SignedCheckpoint> byLogKey = new LinkedHashMap<>();

  Memory(Policy policy, List<SignedCheckpoint> remembered) {
    this.policy = policy;
    remembered.stream().filter(note -> policy.judge(note).accepted()).forEach(this::keep);
  }

  Optional<SignedCheckpoint> of(SignedCheckpoint note) {
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
    return new ArrayList<>(byLogKey.values());
  }

  private Optional<String> logKey(SignedCheckpoint note) {
    return note.signatures().stream()
        .filter(line -> policy.logs().stream().anyMatch(log -> log.key().isNamedBy(line)))
        .map(Memory::key)
        .findFirst();
  }

  private static String key(NoteSignature line) {
    return line.name() + "+" + line.keyId().hex();
  }
}
