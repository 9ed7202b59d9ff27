package org.baymark.protocol.cbor;

import java.util.ArrayList;
import java.util.List;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.RefusalException;

/** A CBOR sequence: items one behind the other, and nothing between them (RFC 8742). */
public final class CborSequence {
  private CborSequence() {}

  /**
   * The items in their order, each as it stands. Where one is not well-formed or not deterministic
   * nobody can tell where the next begins: all from there on is the last of them.
   */
  public static List<Bytes> items(Bytes sequence) {
    CborScan scan = new CborScan(sequence.unsafeArray());
    List<Bytes> items = new ArrayList<>();
    int start = 0;
    while (start < sequence.size()) {
      int end = end(scan, sequence.size());
      items.add(sequence.slice(start, end));
      start = end;
    }
    return items;
  }

  private static int end(CborScan scan, int size) {
    try {
      return scan.next();
    } catch (RefusalException e) {
      return size;
    }
  }
}
