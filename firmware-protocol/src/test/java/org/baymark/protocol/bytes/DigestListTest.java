package org.baymark.protocol.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DigestListTest {
  @Test
  void givesBackWhatItTookInOrder() {
    DigestList list = new DigestList();
    List<Digest> same = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Digest digest = Digest.sha256(Bytes.ofUtf8("digest " + i));
      list.add(digest);
      same.add(digest);
      assertEquals(same.size(), list.size());
      for (int k = 0; k <= i; k++) {
        assertEquals(same.get(k), list.get(k));
      }
    }
    assertThrows(IndexOutOfBoundsException.class, () -> list.get(100));
    assertThrows(IndexOutOfBoundsException.class, () -> list.get(-1));
  }
}
