package org.baymark.node.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.baymark.protocol.batch.Filing;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.index.GatewayState;
import org.baymark.protocol.index.IndexKeys;
import org.baymark.protocol.index.KeyState;
import org.baymark.protocol.index.SubjectState;

/** What the log must hold, by the definitions of PROTOCOL.md, computed whole each time. */
final class NaiveLedger {
  final List<Bytes> entries = new ArrayList<>();
  final Map<Bytes, Bytes> index = new HashMap<>();
  final Map<Digest, List<Filing>> filings = new HashMap<>();
  final Map<DevUrn, Digest> live = new HashMap<>();
  final Map<Digest, KeyState> keys = new HashMap<>();
  final Map<DevUrn, Long> lastNumber = new HashMap<>();

  long append(Bytes entry) {
    entries.add(entry);
    return entries.size() - 1L;
  }

  void registered(DevUrn name, Digest thumbprint) {
    live.put(name, thumbprint);
    state(thumbprint, new KeyState(entries.size(), OptionalLong.empty(), OptionalLong.empty()));
  }

  void revoked(DevUrn name, OptionalLong lastBatch) {
    Digest thumbprint = Optional.ofNullable(live.remove(name)).orElseThrow();
    long registered = Optional.ofNullable(keys.get(thumbprint)).orElseThrow().registered();
    state(thumbprint, new KeyState(registered, OptionalLong.of(entries.size()), lastBatch));
  }

  private void state(Digest thumbprint, KeyState state) {
    keys.put(thumbprint, state);
    index.put(IndexKeys.verifyingKey(thumbprint), state.encode());
  }

  void filed(DevUrn gateway, long number, Digest headerId, List<SubjectEntry> subjects) {
    lastNumber.put(gateway, number);
    index.put(IndexKeys.gateway(gateway), new GatewayState(number, headerId).encode());
    for (SubjectEntry subject : subjects) {
      List<Filing> all = filings.computeIfAbsent(subject.subjectKey(), key -> new ArrayList<>());
      all.add(new Filing(headerId, subject.n(), subject.root()));
      long statements = all.stream().mapToLong(Filing::n).sum();
      Digest root = merkle(all.stream().map(Filing::leaf).toList());
      Bytes value = new SubjectState(all.size(), statements, root).encode();
      index.put(IndexKeys.subject(subject.subjectKey()), value);
    }
  }

  Digest logRoot() {
    return merkle(entries);
  }

  /** MTH of RFC 9162, section 2.1.1. */
  static Digest merkle(List<Bytes> leaves) {
    if (leaves.isEmpty()) {
      return Digest.sha256();
    }
    if (leaves.size() == 1) {
      return Digest.sha256(0, leaves.get(0));
    }
    int split = Integer.highestOneBit(leaves.size() - 1);
    Bytes left = merkle(leaves.subList(0, split)).bytes();
    return Digest.sha256(1, left, merkle(leaves.subList(split, leaves.size())).bytes());
  }

  Digest indexRoot() {
    Map<Digest, Digest> hashed = new TreeMap<>();
    index.forEach((key, value) -> hashed.put(Digest.sha256(key), Digest.sha256(value)));
    return trie(List.copyOf(hashed.entrySet()), 0);
  }

  private static Digest trie(List<Map.Entry<Digest, Digest>> leaves, int depth) {
    if (leaves.isEmpty()) {
      return Digest.sha256();
    }
    if (leaves.size() == 1) {
      return Digest.sha256(2, leaves.get(0).getKey().bytes(), leaves.get(0).getValue().bytes());
    }
    List<Map.Entry<Digest, Digest>> zeros =
        leaves.stream().filter(leaf -> !leaf.getKey().bit(depth)).toList();
    List<Map.Entry<Digest, Digest>> ones =
        leaves.stream().filter(leaf -> leaf.getKey().bit(depth)).toList();
    if (zeros.isEmpty() || ones.isEmpty()) {
      return trie(leaves, depth + 1);
    }
    Bytes head = Bytes.owning(new byte[] {(byte) depth});
    return Digest.sha256(3, head, trie(zeros, depth + 1).bytes(), trie(ones, depth + 1).bytes());
  }
}
