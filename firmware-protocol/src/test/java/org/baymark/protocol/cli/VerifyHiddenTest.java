package org.baymark.protocol.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.baymark.protocol.passport.PassportFiles;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of hidden payloads: PROTOCOL.md, section 6.4. */
class VerifyHiddenTest {
  @TempDir private static Path folder = Path.of("");

  @BeforeAll
  static void write() throws IOException {
    PassportFiles.writeHidden(folder);
  }

  private static Shell verify(String passport, Object... more) {
    List<Object> words = new ArrayList<>(List.of("verify", folder.resolve(passport), "--trust"));
    words.addAll(List.of(folder.resolve("hidden.policy"), "--shipment-key"));
    words.add(folder.resolve("hidden.key"));
    words.addAll(List.of(more));
    return Shell.run(words.toArray());
  }

  private static void assertSays(int exit, Shell shell, String... lines) {
    assertEquals(exit, shell.exit(), shell.out() + shell.err());
    for (String line : lines) {
      assertTrue(shell.out().contains(line), () -> line + "\nis not in\n" + shell.out());
    }
  }

  @Test
  void withheldDisclosedAndErasedAllPass() {
    String first = "hidden         1/0 of urn:dev:os:32473-scanner: text/plain, ";
    String second = "hidden         1/1 of urn:dev:os:32473-scanner: text/plain, withheld";
    assertSays(0, verify("hidden.baymark"), first + "withheld", second);
    Path right = folder.resolve("right.reveal");
    assertSays(
        0,
        verify("hidden.baymark", "--reveal", right),
        first + "disclosed: received by Jane Doe",
        second);
    String word = "(erased by 1/0 of urn:dev:os:32473-gw_voice at 2026-05-28T";
    String why = "Z: asked for by the person";
    assertSays(0, verify("erased.baymark"), first + "erased", word, why + ")", second);
    assertSays(
        0,
        verify("erased.baymark", "--reveal", right),
        first + "disclosed",
        why + ", but is shown here)");
  }

  @Test
  void whatIsShownAndWasNotSignedForFails() {
    Path wrong = folder.resolve("wrong.reveal");
    assertSays(
        1,
        verify("hidden.baymark", "--reveal", wrong),
        "* signatures     fail         the content shown for 1/0 of urn:dev:os:32473-scanner is not",
        "text/plain, withheld");
    assertEquals(1, verify("erased.baymark", "--reveal", wrong).exit());
    assertEquals(2, verify("erased.baymark", "--reveal", folder.resolve("hidden.key")).exit());
  }

  @Test
  void aProgramReadsTheSame() throws IOException {
    Shell shell = verify("erased.baymark", "--json");
    assertEquals(0, shell.exit(), shell.err());
    JsonNode hidden = new ObjectMapper().readTree(shell.out()).path("hidden");
    assertEquals(2, hidden.size());
    assertEquals("erased", hidden.path(0).path("state").textValue());
    assertTrue(hidden.path(0).path("content").isNull());
    JsonNode word = hidden.path(0).path("erasures").path(0);
    assertEquals("1/0 of urn:dev:os:32473-gw_voice", word.path("by").textValue());
    assertEquals("asked for by the person", word.path("reason").textValue());
    assertTrue(word.path("at").textValue().startsWith("2026-05-28T"), word::toString);
    assertEquals("withheld", hidden.path(1).path("state").textValue());
    Shell shown = verify("hidden.baymark", "--json", "--reveal", folder.resolve("right.reveal"));
    JsonNode first = new ObjectMapper().readTree(shown.out()).path("hidden").path(0);
    assertEquals("disclosed", first.path("state").textValue());
    assertEquals("cmVjZWl2ZWQgYnkgSmFuZSBEb2U=", first.path("content").textValue());
  }
}
