package org.baymark.protocol.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.baymark.protocol.accuse.Prosecutor;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.passport.Passport;
import org.baymark.protocol.passport.PassportFiles;
import org.baymark.protocol.statement.Unverified;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a customs officer gets to read of an accusation, and how one is made. */
class AccuseCommandTest {
  private static final Path VECTORS = Path.of("vectors/accusation");

  @TempDir private Path folder = Path.of("");

  private static Shell check(String name, Object... more) {
    Object[] words = new Object[4 + more.length];
    words[0] = "accuse";
    words[1] = VECTORS.resolve(name + ".accusation");
    words[2] = "--trust";
    words[3] = VECTORS.resolve("trust.policy");
    System.arraycopy(more, 0, words, 4, more.length);
    return Shell.run(words);
  }

  private static void says(Shell shell, String... lines) {
    for (String line : lines) {
      assertTrue(shell.out().contains(line), () -> line + "\nis not in\n" + shell.out());
    }
  }

  @Test
  void aConvictionNamesTheCulpritAndWhatItRestsOn() {
    Shell shell = check("equivocation");
    assertEquals(0, shell.exit(), shell.err());
    says(
        shell,
        "accusation     equivocation",
        "charge         The device signed two different statements with the number 1/0.",
        "accused        device urn:dev:os:32473-sensor",
        "  charge         pass         two different statements have one number",
        "It rests on:",
        "  - that nobody but the device has its key",
        "CONVICTED: device urn:dev:os:32473-sensor.");
  }

  @Test
  void whatFailsOrIsOpenConvictsNobody() {
    Shell failed = check("misfiling-that-is-none");
    assertEquals(1, failed.exit());
    says(failed, "NOT CONVICTED: a step failed. Nothing is shown against anybody.");
    Shell open = check("misfiling-by-the-card-of-one-member");
    assertEquals(3, open.exit());
    says(open, "UNDECIDED: no step failed, but not all of it could be checked.");
  }

  @Test
  void aProgramReadsTheSame() throws IOException {
    JsonNode json = new ObjectMapper().readTree(check("omission", "--json").out());
    assertEquals("omission", json.get("accusation").asText());
    assertEquals("pass", json.get("outcome").asText());
    assertEquals(0, json.get("exit").asInt());
    assertEquals(4, json.get("convicted").size());
    assertEquals("member0.baymark.example", json.at("/convicted/0/name").asText());
    assertEquals(5, json.get("steps").size());
  }

  @Test
  void whatCannotBeUsedIsExitCode2() {
    Shell none = Shell.run("accuse", VECTORS.resolve("trust.policy"), "--trust", "none");
    assertEquals(2, none.exit());
    Path policy = VECTORS.resolve("trust.policy");
    Shell nonsense = Shell.run("accuse", policy, "--trust", policy, "--json");
    assertEquals(2, nonsense.exit());
    assertTrue(nonsense.out().contains("\"outcome\":\"unusable\""), nonsense.out());
    assertTrue(nonsense.err().contains("is not a usable accusation"), nonsense.err());
    assertEquals(64, Shell.run("accuse").exit());
    assertEquals(64, Shell.run("accuse", "--make", "equivocation").exit());
    Path out = folder.resolve("out");
    assertEquals(64, Shell.run("accuse", "--make", "gossip", "--out", out).exit());
    assertEquals(2, Shell.run("accuse", "--make", "misfiling", "--out", out).exit());
  }

  @Test
  void anAccusationIsMadeOfAPassport() {
    Path passport = Path.of("vectors/passport/equivocation.baymark");
    Path out = folder.resolve("device.accusation");
    Shell made = Shell.run("accuse", "--make", "equivocation", "--from", passport, "--out", out);
    assertEquals(0, made.exit(), made.err());
    Path trust = Path.of("vectors/passport/trust.policy");
    Shell checked = Shell.run("accuse", out, "--trust", trust);
    assertEquals(0, checked.exit(), checked.out());
    says(checked, "CONVICTED: device urn:dev:mac:acde48fffe234567.");
  }

  private Path statement(String name, Unverified statement) throws IOException {
    return Files.write(folder.resolve(name), statement.signed().encoded().toArray());
  }

  /** The passport holds a pair of its own: who names statements wants to hear of these. */
  @Test
  void anEquivocationIsOfTheStatementsThatWereNamed() throws IOException {
    Path passport = Path.of("vectors/passport/equivocation.baymark");
    Bytes file = Bytes.owning(Files.readAllBytes(passport));
    List<Unverified> disclosed =
        Prosecutor.statements(Passport.parse(file).toOptional().orElseThrow());
    Path out = folder.resolve("named.accusation");
    int pairs = 0;
    for (int i = 0; i < disclosed.size(); i++) {
      Unverified one = disclosed.get(i);
      boolean hasTwin =
          disclosed.stream()
              .anyMatch(
                  other ->
                      Position.BY_NUMBER.compare(other.position(), one.position()) == 0
                          && other.signed().issuer().equals(one.signed().issuer())
                          && !other.signed().id().equals(one.signed().id()));
      Shell made =
          Shell.run(
              "accuse",
              "--make",
              "equivocation",
              "--from",
              passport,
              "--statement",
              statement("statement" + i, one),
              "--out",
              out);
      assertEquals(hasTwin ? 0 : 1, made.exit(), made.err());
      assertEquals(hasTwin, Files.deleteIfExists(out));
      pairs += hasTwin ? 1 : 0;
    }
    assertEquals(2, pairs);
    assertTrue(disclosed.size() > pairs);
  }

  @Test
  void whereNothingIsToBeFoundNothingIsMade() throws IOException {
    PassportFiles files = new PassportFiles(folder);
    Path out = folder.resolve("none.accusation");
    for (String kind : new String[] {"equivocation", "misfiling", "omission", "conflict"}) {
      Shell shell =
          Shell.run(
              "accuse", "--make", kind, "--from", files.whole, "--from", files.whole, "--out", out);
      assertEquals(1, shell.exit(), kind + shell.err());
      assertTrue(!Files.exists(out), kind);
    }
  }
}
