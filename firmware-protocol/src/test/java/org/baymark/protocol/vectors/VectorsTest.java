package org.baymark.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.PublishedKeys;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.registration.Member;
import org.junit.jupiter.api.Test;

/**
 * The files in vectors/ and the hex blocks of PROTOCOL.md are what the code makes. After a change
 * that is meant, run it once with {@code -Dvectors.write=true} and read what changed.
 */
class VectorsTest {
  private static final boolean WRITE = Boolean.getBoolean("vectors.write");

  private static final Path TEST_KEYS =
      Path.of("src/main/resources/org/baymark/protocol/cose/test-keys.txt");

  @Test
  void theCodeMakesEveryVectorByteForByte() {
    Vectors.all()
        .forEach(
            (name, content) -> {
              if (WRITE) {
                Files.write(Files.ROOT.resolve(name), content);
              }
              Bytes stored = Files.read(Files.ROOT.resolve(name));
              assertEquals(content.hex(), stored.hex(), name);
            });
  }

  /** That nobody registers a key of the vectors, the product knows every one of them. */
  @Test
  void theProductKnowsEveryKeyThatStandsInAnyFile() throws IOException {
    Map<String, Bytes> files = Files.all();
    Bytes list = KeyScan.list(files);
    if (WRITE) {
      Files.write(TEST_KEYS, list);
    }
    assertEquals(list.utf8(), Files.read(TEST_KEYS).utf8());
    Map<String, Digest> keys = KeyScan.of(files);
    if (!WRITE) { // what was written a moment ago is not on the class path yet
      keys.forEach((where, key) -> assertTrue(PublishedKeys.contain(key), where));
    }
    assertFalse(PublishedKeys.contain(TestKeys.of("no vector's", Suite.EDDSA).verifyingKey()));
  }

  /** The scan finds keys where it cannot know of them: in members, vkeys, bytes inside bytes. */
  @Test
  void theScanFindsKeysOfEverySort() throws IOException {
    Set<Digest> found = Set.copyOf(KeyScan.of(Files.all()).values());
    for (String name : Story.MEMBERS) {
      Member member = TestKeys.member(name, "", Story.ORIGIN);
      assertTrue(found.contains(member.keys().governor().thumbprint()), name);
      assertTrue(found.contains(member.keys().receipts().thumbprint()), name);
      assertTrue(found.contains(TestKeys.cosigner(name).key().identity()), name);
      assertTrue(found.contains(TestKeys.sm2(name).key().identity()), name);
    }
    assertTrue(found.contains(TestKeys.mlDsa("alpha").key().identity()));
    for (JsonNode one : Files.readJson("keys.json").get("keys")) {
      assertTrue(found.contains(Files.digest(one.get("thumbprint"))), one::toString);
    }
  }

  @Test
  void everyBlockOfTheWorkedExampleIsWhatTheCodeMakes() {
    Map<String, String> blocks = Example.blocks();
    if (WRITE) {
      Files.write(Files.PAGE, Bytes.ofUtf8(Page.with(Files.read(Files.PAGE).utf8(), blocks)));
    }
    assertEquals(blocks, Page.blocks(Files.read(Files.PAGE).utf8()));
  }
}
