package org.baymark.node.tiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The paths of the vectors, and what they are turned into. */
class TilePathTest {
  private static final Path VECTORS = Path.of("../firmware-protocol/vectors/tlog.json");

  private static JsonNode vectors(String name) throws IOException {
    return new ObjectMapper().readTree(VECTORS.toFile()).get(name);
  }

  @Test
  void accepted() throws IOException {
    for (JsonNode one : vectors("tilePaths")) {
      String path = one.get("path").asText();
      TilePath read = TilePath.parse(path).toOptional().orElseThrow(() -> new AssertionError(path));
      Tile tile =
          new Tile(one.get("level").asInt(), one.get("number").asLong(), one.get("width").asInt());
      assertEquals(tile, read.tile(), path);
      assertEquals(one.get("kind").asText(), read.kind().name().toLowerCase(Locale.ROOT), path);
      assertEquals(path, read.text());
    }
  }

  @Test
  void refused() throws IOException {
    assertTrue(vectors("refusedTilePaths").size() > 40);
    for (JsonNode one : vectors("refusedTilePaths")) {
      assertTrue(TilePath.parse(one.asText()).toOptional().isEmpty(), one::asText);
    }
  }

  @Test
  void everyTileHasOnePath() {
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      long number = (random.nextLong() & TilePath.NUMBER_MAX) >> random.nextInt(45);
      TilePath path =
          new TilePath(
              TilePath.Kind.HASHES, new Tile(random.nextInt(64), number, 1 + random.nextInt(256)));
      assertEquals(path, TilePath.parse(path.text()).toOptional().orElseThrow());
    }
  }

  /** Whatever is read is written again as it was: no tile has two paths. */
  @Test
  void whatIsChangedALittleIsRefusedOrAnotherTile() {
    Random random = new Random(6);
    String alphabet = "0123456789x/.p%e -";
    for (int i = 0; i < 100_000; i++) {
      StringBuilder path = new StringBuilder("0/x001/x234/067.p/112");
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        path.setCharAt(
            random.nextInt(path.length()), alphabet.charAt(random.nextInt(alphabet.length())));
      }
      TilePath.parse(path.toString())
          .toOptional()
          .ifPresent(read -> assertEquals(path.toString(), read.text()));
    }
  }
}
