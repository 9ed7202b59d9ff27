package org.baymark.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.PublishedKeys;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.cose.VerifyingKey;
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

  /** That nobody registers a key of the vectors, the product knows them. */
  @Test
  void theProductKnowsEveryTestKey() {
    Bytes list = KeyVectors.published();
    if (WRITE) {
      Files.write(TEST_KEYS, list);
    }
    assertEquals(list.utf8(), Files.read(TEST_KEYS).utf8());
    for (JsonNode one : Files.readJson("keys.json").get("keys")) {
      VerifyingKey key =
          VerifyingKey.parse(Files.hex(one.get("coseKey"))).toOptional().orElseThrow();
      assertTrue(WRITE || PublishedKeys.contain(key), one::toString);
    }
    assertFalse(PublishedKeys.contain(TestKeys.of("no vector's", Suite.EDDSA).verifyingKey()));
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
