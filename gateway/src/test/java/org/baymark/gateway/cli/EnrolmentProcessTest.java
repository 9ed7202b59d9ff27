package org.baymark.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.cli.GatewayProgram.Ran;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.enrolment.Label;
import org.baymark.protocol.enrolment.Proof;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator with a device in hand types, against the programs. */
class EnrolmentProcessTest {
  private static final TestDevice ONE = TestDevice.named("one", Suite.EDDSA);
  private static final TestDevice NEXT =
      new TestDevice(ONE.name(), TestDevice.named("one-later", Suite.ES256).key());
  private static final String LABEL = Label.of(ONE.name(), ONE.key().verifyingKey()).text();

  @TempDir Path work;

  private static Ran device(GatewayProgram program, String words, String last) throws Exception {
    List<String> all = new ArrayList<>(List.of(("device " + words).split(" ")));
    all.addAll(2, List.of("--dir", program.folder.path().toString()));
    all.add(last);
    Ran ran = program.baymark(all.toArray(String[]::new));
    assertFalse(ran.err().contains("\tat "), ran.err());
    return ran;
  }

  private static void isDone(String what, Ran ran) {
    assertEquals(0, ran.code(), ran.err());
    assertTrue(ran.out().contains(what), ran.out());
  }

  private static void isRefused(int code, String why, Ran ran) {
    assertEquals(code, ran.code(), ran.out());
    assertTrue(ran.err().contains(why), ran.err());
  }

  private String file(Sign1 proof) throws Exception {
    return Files.write(work.resolve("proof"), proof.encoded().toArray()).toString();
  }

  @Test
  void fromTheLabelToTheNextKey() throws Exception {
    try (GatewayProgram running = GatewayProgram.init(work)) {
      running.start();
      String name = ONE.name().text();
      isDone(name + " pending ", device(running, "claim --label", LABEL));
      isRefused(1, "is PENDING", device(running, "claim --label", LABEL));
      isRefused(1, "is no device's label", device(running, "claim --label", "nonsense"));

      String asked = device(running, "challenge", name).out();
      String[] words = asked.split("\\s+");
      assertEquals(running.folder.readConfig().name().text(), words[1]);
      Bytes nonce = Bytes.ofHex(words[3]);
      Sign1 proof =
          Proof.possession(ONE.key(), ONE.name(), running.folder.readConfig().name(), nonce);
      isRefused(
          2, "there is no file", device(running, "prove", work.resolve("nothing").toString()));
      Files.writeString(work.resolve("nonsense"), "nonsense");
      isRefused(1, "is not a signed proof", device(running, "prove", work + "/nonsense"));
      isDone(name + " active ", device(running, "prove", file(proof)));
      assertEquals(200, running.say(ONE.says(1, 0).encoded()));
      running.awaitAnchored(1);

      isDone(name + " suspended ", device(running, "suspend", name));
      assertEquals(401, running.say(ONE.says(1, 1).encoded()));
      isDone(name + " active ", device(running, "resume", name));
      assertEquals(200, running.say(ONE.says(1, 1).encoded()));

      Sign1 order = Proof.rollOver(ONE.key(), NEXT.key(), ONE.name());
      isDone(name + " active ", device(running, "roll-over", file(order)));
      assertEquals(401, running.say(ONE.says(1, 2).encoded()));
      running.awaitAnchored(2);
      OutgoingFixture.until(
          () ->
              new GatewayCaller(running.folder)
                  .get("/devices")
                  .at("/devices/0/registered")
                  .isIntegralNumber());
      assertEquals(200, running.say(NEXT.says(2, 0).encoded()));
      running.awaitAnchored(3);
    }
  }

  @Test
  void aMakersListIsClaimedLineByLine() throws Exception {
    try (GatewayProgram running = GatewayProgram.init(work)) {
      running.start();
      TestDevice two = TestDevice.named("two", Suite.ES256);
      String other = Label.of(two.name(), two.key().verifyingKey()).text();
      Path list = work.resolve("list.csv");
      Files.writeString(
          list, "serial,label\n1," + LABEL + "\n2,nonsense\n3,\"" + other + "\"\n4\n");
      Ran ran = device(running, "claim --labels", list.toString());
      assertEquals(1, ran.code());
      assertTrue(ran.out().endsWith("2 claimed, 2 not\n"), ran.out());
      assertTrue(ran.err().contains("line 3: "), ran.err());
      assertTrue(ran.err().contains("line 5: "), ran.err());
      isDone("\"pending\"", device(running, "list", "--json"));
      Files.writeString(list, "serial\n1\n");
      isRefused(2, "no column 'label'", device(running, "claim --labels", list.toString()));
      Files.writeString(list, "label,label\n1,2\n");
      isRefused(
          2, "more than one column 'label'", device(running, "claim --labels", list.toString()));
      Files.write(list, new byte[] {'l', '\n', (byte) 0xd0, 'x'});
      isRefused(2, "is not UTF-8 in line 2", device(running, "claim --labels", list.toString()));
      Files.writeString(list, "\ufeffserial;label\n1;nonsense\n");
      assertTrue(device(running, "claim --labels", list.toString()).err().contains("line 2: "));
      isDone(two.name() + " revoked", device(running, "revoke", two.name().text()));
      isRefused(1, "is REVOKED", device(running, "claim --label", other));
    }
  }
}
