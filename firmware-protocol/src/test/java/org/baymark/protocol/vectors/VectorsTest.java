package org.baymark.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.baymark.protocol.bytes.Bytes;
import org.junit.jupiter.api.Test;

/**
 * The files in vectors/ and the hex blocks of PROTOCOL.md are what the code makes. After a change
 * that is meant, run it once with {@code -Dvectors.write=true} and read what changed.
 */
class VectorsTest {
  private static final boolean WRITE = Boolean.getBoolean("vectors.write");

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

  @Test
  void everyBlockOfTheWorkedExampleIsWhatTheCodeMakes() {
    Map<String, String> blocks = Example.blocks();
    if (WRITE) {
      Files.write(Files.PAGE, Bytes.ofUtf8(Page.with(Files.read(Files.PAGE).utf8(), blocks)));
    }
    assertEquals(blocks, Page.blocks(Files.read(Files.PAGE).utf8()));
  }
}
