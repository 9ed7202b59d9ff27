package org.baymark.protocol.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;

/** The root by the definition in PROTOCOL.md, from the whole content and without any sharing. */
final class TrieModel {
  private TrieModel() {}

  static Digest root(Map<Bytes, Bytes> content) {
    Map<Digest, Digest> hashed = new TreeMap<>();
    content.forEach((key, value) -> hashed.put(Digest.sha256(key), Digest.sha256(value)));
    return root(List.copyOf(hashed.entrySet()), 0);
  }

  /** Of leaves that agree in all bits before {@code depth}. */
  private static Digest root(List<Map.Entry<Digest, Digest>> leaves, int depth) {
    if (leaves.isEmpty()) {
      return Digest.sha256(Bytes.EMPTY);
    }
    if (leaves.size() == 1) {
      Map.Entry<Digest, Digest> leaf = leaves.get(0);
      return Digest.sha256(
          Bytes.ofHex("02").concat(leaf.getKey().bytes()).concat(leaf.getValue().bytes()));
    }
    List<Map.Entry<Digest, Digest>> zeros = new ArrayList<>();
    List<Map.Entry<Digest, Digest>> ones = new ArrayList<>();
    leaves.forEach(leaf -> (leaf.getKey().bit(depth) ? ones : zeros).add(leaf));
    if (zeros.isEmpty() || ones.isEmpty()) {
      return root(leaves, depth + 1);
    }
    Bytes head = Bytes.owning(new byte[] {3, (byte) depth});
    Bytes left = root(zeros, depth + 1).bytes();
    Bytes right = root(ones, depth + 1).bytes();
    return Digest.sha256(head.concat(left).concat(right));
  }
}
