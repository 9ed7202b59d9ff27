package org.baymark.node.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.baymark.node.folder.FolderException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeConfigTest {
  private static final String RIGHT =
      "name: urn:dev:org:32473-member\norigin: example.com/log\nlisten: 127.0.0.1:8090\n";

  @TempDir Path folder;

  private NodeConfig read(String text) throws IOException, FolderException {
    return ConfigFile.read(Files.writeString(folder.resolve("node.yaml"), text));
  }

  @Test
  void whatIsNotSaidHasItsDefault() throws Exception {
    NodeConfig config = read(RIGHT);
    assertEquals(Duration.ofSeconds(5), config.checkpointEvery());
    assertEquals(Duration.ofSeconds(60), config.heartbeatEvery());
    assertEquals(1000, config.queueMax());
    assertEquals("http://127.0.0.1:8090", config.url());
    assertEquals("127.0.0.1:0", config.admin().toString());
  }

  @Test
  void whatIsWrittenIsReadBack() throws Exception {
    NodeConfig config = read(RIGHT + "checkpoint-every: 1500ms\nheartbeat-every: PT2M\n");
    assertEquals(config, read(ConfigFile.text(config)));
    NodeConfig several =
        read(RIGHT + "listen-peer: '[::]:8091'\nlisten-order: 0.0.0.0:8092\nadmin: '[::1]:1'\n");
    assertEquals(several, read(ConfigFile.text(several)));
    assertEquals("::", several.listenPeer().orElseThrow().bindHost());
  }

  @Test
  void anIpv6HostStandsInBrackets() throws Exception {
    NodeConfig config = read(RIGHT.replace("127.0.0.1:8090", "\"[::1]:8090\""));
    assertEquals("::1", config.bindHost());
    assertEquals("http://[::1]:8090", config.url());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "checkpoint-every | 5 parsecs",
        "checkpoint-every | 0s",
        "checkpoint-every | -5s",
        "checkpoint-every | 2h",
        "checkpoint-every | [1, 2]",
        "checkpoint-every | ~",
        "checkpoint-every | PT",
        "checkpoint-every | 99999999999999999999s",
        "heartbeat-every  | 1s",
        "heartbeat-every  | P2D",
        "listen-peer      | 8091",
        "listen-peer      | 127.0.0.1:0",
        "listen-order     | 127.0.0.1:99999",
        "listen-order     | ~",
        "admin            | 8093",
        "admin            | 127.0.0.1:65536",
        "queue-max        | 0",
        "queue-max        | many",
        "queue-max        | 1000000",
        "queue-max        | 99999999999",
        "queue-max        | {a: b}",
      })
  void nonsenseIsNamed(String key, String value) {
    sentenceNames(key, RIGHT + key + ": " + value + "\n");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "name   | a company",
        "name   | URN:DEV:org:32473-x",
        "origin | two words",
        "origin | a+b",
        "origin | ''",
        "listen | 8090",
        "listen | 127.0.0.1",
        "listen | 127.0.0.1:99999",
        "listen | 127.0.0.1:-1",
        "listen | http://x:1",
        "listen | ::1:80",
      })
  void nonsenseInPlaceOfARequiredValueIsNamed(String key, String value) {
    sentenceNames(key, RIGHT.replaceAll(key + ": .*", key + ": \"" + value + "\""));
  }

  @ParameterizedTest
  @CsvSource({"name", "origin", "listen"})
  void whatIsMissingIsNamed(String key) {
    sentenceNames(key, RIGHT.replaceAll(key + ": .*\n", ""));
  }

  @Test
  void anUnknownKeyIsNamed() {
    sentenceNames("checkpoint_every", RIGHT + "checkpoint_every: 5s\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"just text", "- a\n- b", "a: b: c", "\"", "''", "name: x\nname: y", "\tx: y"})
  void whatIsNoMapOfKeysIsRefused(String text) {
    sentenceNames("node.yaml", text);
  }

  private void sentenceNames(String part, String text) {
    FolderException refused = assertThrows(FolderException.class, () -> read(text));
    String sentence = String.valueOf(refused.getMessage());
    assertTrue(sentence.contains(part), sentence);
    assertTrue(sentence.lines().count() == 1, sentence);
  }
}
