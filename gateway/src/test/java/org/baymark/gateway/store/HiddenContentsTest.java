package org.baymark.gateway.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An erasure whose second half fails, as on a disk that became full. */
class HiddenContentsTest {
  private static final Digest ID = Digest.sha256(Bytes.ofUtf8("a statement"));
  private static final Bytes WORD = Bytes.ofUtf8("erased");

  @TempDir Path folder;

  private void meanwhile(String sql) {
    Transaction other = Connecting.to(HiddenContents.in(folder), false);
    other.execute(sql);
    other.close();
  }

  @Test
  void whatCannotBeEndedNowKeepsNobodyFromStartingAndIsEndedLater() {
    try (HiddenContents contents = HiddenContents.open(folder)) {
      contents.put(ID, "urn:example:1", Bytes.ofUtf8("a name"));
      meanwhile(
          "CREATE TRIGGER full BEFORE DELETE ON unclean"
              + " BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END");
      StoreException why =
          assertThrows(
              StoreException.class, () -> contents.erase(ID, "urn:example:1", WORD), "not told");
      assertTrue(String.valueOf(why.getMessage()).contains("may still stand in"), why::getMessage);
      assertTrue(String.valueOf(why.getMessage()).contains("ask again"), why::getMessage);
      assertEquals(Optional.empty(), contents.reveal(ID), "nobody gets it");
    }
    try (HiddenContents contents = HiddenContents.open(folder)) {
      assertFalse(contents.endErasures());
      assertEquals(Optional.of(WORD), contents.erasure(ID));
      meanwhile("DROP TRIGGER full");
      assertTrue(contents.endErasures());
      meanwhile("CREATE TRIGGER full BEFORE DELETE ON unclean BEGIN SELECT RAISE(ABORT, 'x'); END");
      assertTrue(contents.endErasures(), "nothing is left to end");
    }
  }

  @Test
  void whereTheFirstHalfFailsNothingIsErasedAndThatIsSaid() {
    try (HiddenContents contents = HiddenContents.open(folder)) {
      Bytes reveal = Bytes.ofUtf8("a name");
      contents.put(ID, "urn:example:1", reveal);
      meanwhile(
          "CREATE TRIGGER full BEFORE INSERT ON unclean"
              + " BEGIN SELECT RAISE(ROLLBACK, 'database or disk is full'); END");
      StoreException why =
          assertThrows(StoreException.class, () -> contents.erase(ID, "urn:example:1", WORD));
      assertTrue(
          String.valueOf(why.getMessage()).startsWith("nothing was erased"), why::getMessage);
      assertEquals(Optional.of(reveal), contents.reveal(ID));
    }
  }
}
