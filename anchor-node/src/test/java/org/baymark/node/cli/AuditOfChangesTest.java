package org.baymark.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.baymark.node.TestGateway;
import org.baymark.node.running.RunningAlliance;
import org.baymark.protocol.governance.Change;
import org.baymark.protocol.governance.TrustFile;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.registration.Members;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An audit of an alliance whose members came, went, moved and took new keys. */
class AuditOfChangesTest {
  @TempDir Path folder;

  private String trust(Members members) throws IOException {
    Path file = folder.resolve("trust-" + members.digest().hex().substring(0, 8));
    Files.writeString(file, TrustFile.QUORUM.text(members, Instant.EPOCH).orElseThrow());
    return "--trust=" + file;
  }

  private AuditRun audit(RunningAlliance alliance, List<String> options, int... members) {
    List<String> arguments = new ArrayList<>(List.of("--json", "--evidence=" + folder));
    arguments.addAll(options);
    for (int which : members) {
      arguments.add(alliance.url(which));
    }
    return AuditRun.of(arguments);
  }

  /** The first is removed, the second moves, the third takes new keys, and a fourth came. */
  @Test
  void aMemberChecksTheIndexWithThoseThatTheLogNamesByNow() throws Exception {
    try (RunningAlliance alliance = new RunningAlliance(folder, 3)) {
      alliance.startAll();
      alliance.admit(0, "gateway");
      Checkpoint before = alliance.sameHead(3);
      TestGateway gateway = TestGateway.of("gateway");
      AuditRun.file(alliance, gateway, "pallet", "crate");
      alliance.sameHead(before.size() + 2);

      int joiner = alliance.newcomer();
      alliance.start(joiner);
      alliance.carry(0, Change.admit(alliance.card(joiner)), 1, 2);
      alliance.admit(0, "second"); // those who changed have to certify a head before the next
      alliance.newAddresses(1);
      alliance.carry(0, Change.replace(alliance.card(1)), 2, joiner);
      alliance.stop(1);
      alliance.start(1);
      alliance.admit(0, "third");
      Path former = AuditRun.memberFolder(alliance, 2, folder.resolve("former"));
      alliance.carry(0, alliance.rotation(2), 1, joiner);
      alliance.takeNewKeys(2);
      alliance.admit(0, "fourth");
      Path removed = AuditRun.memberFolder(alliance, 0, folder.resolve("removed"));
      alliance.carry(1, new Change.Remove(RunningAlliance.name(0)), 2, joiner);
      alliance.stop(0);
      AuditRun.file(alliance, gateway, "case");
      Members now = alliance.membersAt(1);
      long size = RunningAlliance.size(alliance.node(1));
      alliance.sameHead(size);

      AuditRun unnamed = audit(alliance, List.of(trust(alliance.members))); // and no URL
      assertEquals(0, unnamed.code(), unnamed.toString());
      assertTrue(unnamed.outcome("the log", "one-log").startsWith("ok: 3 heads"), unnamed.out());
      for (int which : List.of(1, 2, joiner)) {
        Path own = AuditRun.memberFolder(alliance, which, folder.resolve("own" + which));
        AuditRun run = audit(alliance, List.of(trust(now), "--member=" + own), 1, 2, joiner);
        assertEquals(0, run.code(), run.toString());
        assertTrue(run.outcome("the log", "index").contains("computed again, all right"));
      }
      AuditRun gone = audit(alliance, List.of(trust(now), "--member=" + removed), 1, 2, joiner);
      assertEquals(3, gone.code(), gone.toString());
      assertTrue(gone.outcome("the log", "index").contains("no member by now"), gone.out());

      AuditRun old = audit(alliance, List.of(trust(now), "--member=" + former), 1, 2, joiner);
      assertEquals(3, old.code(), old.toString());
      String silent = old.outcome("the log", "index");
      for (int which : List.of(1, joiner)) { // all that were asked are named, and where
        assertTrue(silent.contains(RunningAlliance.name(which) + " does not answer on "), silent);
        assertTrue(silent.contains(alliance.member(which).addresses().peer()), silent);
      }
      assertTrue(silent.contains(" by another " + former.resolve("tls.crt")), silent);
    }
  }

  @Test
  void aTrustFileFromBeforeARotationAndAnAdditionGoesOnToWork() throws Exception {
    try (RunningAlliance alliance = new RunningAlliance(folder, 3)) {
      alliance.startAll();
      alliance.admit(0, "first");
      alliance.sameHead(3);
      String old = trust(alliance.members);
      Path state = folder.resolve("seen");
      AuditRun before = audit(alliance, List.of(old, "--state=" + state), 0, 1, 2);
      assertEquals(0, before.code(), before.toString());

      alliance.carry(1, alliance.rotation(0), 0, 2);
      alliance.takeNewKeys(0);
      alliance.admit(0, "second");
      int joiner = alliance.newcomer();
      alliance.start(joiner);
      alliance.carry(0, Change.admit(alliance.card(joiner)), 1, 2);
      alliance.admit(1, "third");
      alliance.sameHead(RunningAlliance.size(alliance.node(1)));
      Members now = alliance.membersAt(joiner);

      AuditRun led = audit(alliance, List.of(old, "--state=" + state), 0, 1, 2, joiner);
      assertEquals(0, led.code(), led.toString());
      String certified = led.outcome(alliance.url(joiner), "certified");
      assertTrue(certified.contains("whom those of the file led to in 2 changes"), certified);
      String members = led.outcome("the log", "members");
      assertTrue(members.contains("older than the change of members at entry "), members);
      assertTrue(led.outcome("the log", "kept").startsWith("ok: 3 heads"), led.out());

      AuditRun present = audit(alliance, List.of(trust(now), "--state=" + state), 0, 1, joiner);
      assertEquals(0, present.code(), present.toString());
      assertTrue(present.outcome("the log", "members").endsWith("certified by the 4"));
      assertTrue(present.outcome("the log", "kept").startsWith("ok: "), present.out());
    }
  }
}
