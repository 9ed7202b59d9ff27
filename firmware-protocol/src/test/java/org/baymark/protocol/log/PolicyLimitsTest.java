package org.baymark.protocol.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.List;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Suite;
import org.junit.jupiter.api.Test;

/** C2SP tlog-policy, "Implementation limits": ours are eight times the least it recommends. */
class PolicyLimitsTest {

  @Test
  void acceptsAsManyLogsWitnessesAndGroupsAsItSaysAndNotOneMore() {
    int most = Policy.COUNT_MAX;
    Policy policy = Logs.policy(policy(most, most, most));
    assertEquals(most, policy.logs().size());
    assertEquals(most, policy.witnesses().size());
    assertEquals(1, policy.fewestCosignatures());
    String rule = "too-large (4): line %d: more than 256 %s";
    assertEquals(rule.formatted(257, "logs"), refusal(policy(most + 1, 0, 0)));
    assertEquals(rule.formatted(257, "witnesses"), refusal(policy(0, most + 1, 0)));
    assertEquals(rule.formatted(258, "groups"), refusal(policy(0, 1, most + 1)));
  }

  /** Groups in a chain, each the only member of the next: as deep as a policy can be. */
  private static String policy(int logs, int witnesses, int groups) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < logs; i++) {
      text.append("log " + Logs.signer("log.example/" + i, NoteKey.LOG).key().vkey() + "\n");
    }
    for (int i = 0; i < witnesses; i++) {
      text.append("witness W" + i + " " + Logs.cosigner(i).key().vkey() + "\n");
    }
    for (int i = 0; i < groups; i++) {
      text.append("group G" + i + " all " + (i == 0 ? "W0" : "G" + (i - 1)) + "\n");
    }
    return text + "quorum " + (groups == 0 ? "none" : "G" + (groups - 1)) + "\n";
  }

  @Test
  void aFileOfAnySizeIsReadInTimeThatGrowsWithIt() {
    String end = "quorum none\n";
    int room = Policy.SIZE_MAX - end.length();
    // Each of these is one long line; patterns that try again at each place would not come back.
    for (String filler : List.of("#", " ", "\t ", "\n", "# \t")) {
      String padding = filler.repeat(room / filler.length() + 1).substring(0, room - 2) + "#\n";
      Logs.policy(padding + end);
    }
    Logs.policy("#".repeat(room - 1) + "\n" + end);
    assertEquals(
        "too-large (4): a policy of more than 262144 bytes",
        refusal("#".repeat(room) + "\n" + end));
  }

  @Test
  void aLongNameIsCutWhereItIsSaid() {
    String name = "x".repeat(100_000);
    assertEquals(
        "bad-name (11): line 1: \""
            + "x".repeat(64)
            + "...\" is defined on no line before this one",
        refusal("quorum " + name + "\n"));
  }

  @Test
  void twoKeysThatOneSignatureLineWouldNameAlikeAreRefused() {
    // Found by trying: the key IDs of these two seeds are the same 32 bits.
    NoteKey one = twin(22_635);
    NoteKey two = twin(138_189);
    assertEquals(one.keyId(), two.keyId());
    assertEquals(
        "bad-key (13): line 2: an earlier line has a key of this name and key ID",
        refusal("witness A " + one.vkey() + "\nwitness B " + two.vkey() + "\n"));
  }

  private static NoteKey twin(int seed) {
    Bytes secret = Bytes.of(ByteBuffer.allocate(32).putInt(28, seed).array());
    SigningKey key = Logs.ok(SigningKey.ofSecret(Suite.EDDSA, secret));
    return NoteKey.of("witness.example/twin", NoteKey.COSIGNER, key.verifyingKey());
  }

  private static String refusal(String policy) {
    return Logs.refusal(Policy.parse(Bytes.ofUtf8(policy)));
  }
}
