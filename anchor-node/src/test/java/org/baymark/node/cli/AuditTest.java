package org.baymark.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.node.Alliance;
import org.baymark.node.TestGateway;
import org.baymark.node.exit.Failure;
import org.baymark.node.running.RunningAlliance;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.registration.Member;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The auditor's program against nodes as they are; the lies are in AuditorTest. */
class AuditTest {
  @TempDir Path folder;

  private Path trust(RunningAlliance alliance) throws IOException {
    List<Policy.Log> logs = new ArrayList<>();
    List<Policy.Witness> witnesses = new ArrayList<>();
    for (Member member : alliance.members.members()) {
      logs.add(new Policy.Log(key(member.keys().log()), Optional.empty()));
      witnesses.add(
          new Policy.Witness(
              member.name().text(), key(member.keys().cosigner()), Optional.empty()));
    }
    Path file = folder.resolve("trust.policy");
    Files.writeString(file, Policy.write(Instant.EPOCH, logs, witnesses, 3));
    return file;
  }

  private static NoteKey key(String vkey) {
    return NoteKey.parse(vkey).toOptional().orElseThrow();
  }

  @Test
  void anAllianceThatDoesRightPassesAndWhoIsAwayIsNamed() throws Exception {
    try (RunningAlliance alliance = new RunningAlliance(folder, 4)) {
      alliance.startAll();
      alliance.admit(0, "gateway");
      Checkpoint before = alliance.sameHead(3); // or one checkpoint may cover both of them
      AuditRun.file(alliance, TestGateway.of("gateway"), "pallet", "crate");
      alliance.sameHead(before.size() + 2);
      List<String> urls = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        urls.add(alliance.client(i).uri("").toString());
      }
      Path state = folder.resolve("heads/seen");
      List<String> arguments =
          new ArrayList<>(
              List.of(
                  "--trust=" + trust(alliance),
                  "--state=" + state,
                  "--evidence=" + folder,
                  "--json"));
      arguments.addAll(urls);
      AuditRun outside = AuditRun.of(arguments);
      assertEquals(0, outside.code(), outside.toString());
      assertTrue(outside.outcome("the log", "index").startsWith("not checked: only members"));
      assertTrue(outside.outcome("the log", "one-log").startsWith("ok: 4 heads"));

      arguments.add("--member=" + AuditRun.memberFolder(alliance, 3, folder.resolve("audit")));
      arguments.add("--monitor=" + urls.get(2) + "/checkpoint");
      arguments.add("--monitor=" + state);
      AuditRun member = AuditRun.of(arguments);
      assertEquals(0, member.code(), member.toString());
      assertTrue(member.outcome("the log", "index").startsWith("ok: "), member.out());
      assertTrue(member.outcome("the log", "kept").startsWith("ok: 4 heads"), member.out());
      assertTrue(member.outcome("the log", "monitors").startsWith("ok: 5 heads"), member.out());

      alliance.stop(2);
      arguments.removeIf(argument -> argument.startsWith("--monitor"));
      arguments.addAll(List.of("--watch=1", "--rounds=2", "--patience=5"));
      AuditRun watched = AuditRun.of(arguments);
      assertEquals(3, watched.code(), watched.toString());
      assertEquals(2, watched.out().lines().count(), watched.out());
      assertTrue(watched.outcome(urls.get(2), "certified").startsWith("not checked: it cannot"));
      assertTrue(watched.outcome("the log", "one-log").startsWith("ok: 3 heads"));
    }
  }

  @Test
  void whatIsGivenWrongIsSaid() throws Exception {
    Path trust = folder.resolve("trust.policy");
    Files.writeString(trust, "quorum none\n");
    AuditRun none = AuditRun.of(List.of("--trust=" + trust, "http://127.0.0.1:1"));
    assertEquals(Failure.UNUSABLE_FILE, none.code());
    assertTrue(none.err().contains("lists no log"), none.err());
    Files.writeString(
        trust,
        Policy.write(
            Instant.EPOCH,
            new Policy.Log(key(Alliance.ONE.keys().log()), Optional.empty()),
            List.of(),
            0));
    says(Failure.USAGE, "has none", "--trust=" + trust);
    says(Failure.USAGE, "a URL is none", "--trust=" + trust, "ftp://127.0.0.1");
    says(Failure.USAGE, "too small", "--trust=" + trust, "--watch=-1", "http://127.0.0.1:1");
    Path notes = folder.resolve("notes");
    Files.writeString(notes, "hello\n");
    says(Failure.UNUSABLE_FILE, "unusable", "--trust=" + trust, "--state=" + notes, "http://a");
    says(
        Failure.UNUSABLE_FILE,
        "no genesis",
        "--trust=" + trust,
        "--member=" + folder,
        "http://127.0.0.1:1");
    AuditRun silent = AuditRun.of(List.of("--trust=" + trust, "--json", "http://127.0.0.1:1"));
    assertEquals(3, silent.code(), silent.toString());
    assertFalse(silent.out().contains("Exception:"), silent.out());
  }

  private static void says(int code, String part, String... arguments) {
    AuditRun outcome = AuditRun.of(List.of(arguments));
    assertEquals(code, outcome.code(), outcome.toString());
    assertTrue(outcome.err().contains(part), outcome.err());
  }
}
