package org.baymark.protocol.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyTest {
  private static final String LOG = Logs.LOG.key().vkey();
  private static final String W0 = Logs.cosigner(0).key().vkey();
  private static final String W1 = Logs.cosigner(1).key().vkey();
  private static final String TWO = "witness A " + W0 + "\nwitness B " + W1 + "\n";

  private record Case(String policy, String sentence) {}

  static List<Case> malformed() {
    String sameKey =
        NoteKey.of("log.example/again", NoteKey.LOG, Logs.LOG.secret().verifyingKey()).vkey();
    String sameWitness =
        NoteKey.of("again", NoteKey.COSIGNER, Logs.cosigner(0).secret().verifyingKey()).vkey();
    String shape = "wrong-shape (6): ";
    String log2 = shape + "line 1: a log is: log <vkey> [<url>]";
    String witness = shape + "line 1: a witness is: witness <name> <vkey> [<url>]";
    String group = shape + "line 3: a group is: group <name> all|any|<k> <name>...";
    String quorum = shape + "line 1: a quorum is: quorum <name>|none";
    String threshold =
        "out-of-range (9): line 3: the threshold is neither all nor any nor a number from 1 to 2";
    List<Case> cases = new ArrayList<>();
    cases.add(new Case("", "missing-field (8): the policy has no quorum line"));
    cases.add(new Case(TWO, "missing-field (8): the policy has no quorum line"));
    cases.add(new Case("# quorum none\n", "missing-field (8): the policy has no quorum line"));
    cases.add(new Case("quorum none", shape + "line 1: does not end in a newline"));
    cases.add(new Case("quorum none\n ", shape + "line 2: does not end in a newline"));
    String starts = ": starts with none of log, witness, group, quorum and #";
    cases.add(new Case("quorum none\n\nwitnes A\n", shape + "line 3" + starts));
    cases.add(new Case("Quorum none\n", shape + "line 1" + starts));
    cases.add(new Case("\u00a0quorum none\n", shape + "line 1" + starts));
    cases.add(new Case("\ufeffquorum none\n", shape + "line 1" + starts));
    for (String control : List.of("\r", "\0", "\u000b", "\u001f", "\u007f")) {
      String sentence = shape + "line 2: a control character other than tab and newline";
      cases.add(new Case("quorum none\n#" + control + "\n", sentence));
    }
    cases.add(new Case("log\n", log2));
    cases.add(new Case("log " + LOG + " u v\n", log2));
    cases.add(new Case("witness A\n", witness));
    cases.add(new Case("witness A " + W0 + " u v\n", witness));
    cases.add(new Case(TWO + "group G\n", group));
    cases.add(new Case(TWO + "group G any\n", group));
    cases.add(new Case("quorum\n", quorum));
    cases.add(new Case("quorum none none\n", quorum));
    cases.add(
        new Case("log " + W0 + "\n", "bad-key (13): line 1: a key of type 4 is not that of a log"));
    cases.add(
        new Case(
            "witness A " + LOG + "\n",
            "bad-key (13): line 1: a key of type 1 is not that of a witness"));
    cases.add(
        new Case(
            "log " + LOG.replace("+A", "+B") + "\n",
            "unknown-algorithm (12): line 1: the vkey is of type 5, not 1 (Ed25519), 4"
                + " (cosignature/v1), 6 (ML-DSA-44) or 255 (SM2)"));
    cases.add(
        new Case(
            "log x\n", "bad-key (13): line 1: a vkey is a name, a key ID and a key, joined by +"));
    cases.add(
        new Case(
            "log " + LOG + "\nlog " + sameKey + "\n",
            "bad-key (13): line 2: an earlier log has this public key"));
    cases.add(
        new Case(
            TWO + "witness C " + sameWitness + "\n",
            "bad-key (13): line 3: an earlier witness has this public key"));
    cases.add(
        new Case(
            "witness A " + W0 + "\nwitness A " + W1 + "\n",
            "bad-name (11): line 2: \"A\" is defined already"));
    cases.add(new Case(TWO + "group A any B\n", "bad-name (11): line 3: \"A\" is defined already"));
    cases.add(
        new Case("witness none " + W0 + "\n", "bad-name (11): line 1: none cannot be defined"));
    cases.add(
        new Case(TWO + "group none any A\n", "bad-name (11): line 3: none cannot be defined"));
    cases.add(
        new Case(
            TWO + "group G any A none\n", shape + "line 3: none cannot be a member of a group"));
    cases.add(
        new Case(
            "quorum A\n" + TWO,
            "bad-name (11): line 1: \"A\" is defined on no line before this one"));
    cases.add(
        new Case(
            "group G any A\n" + TWO,
            "bad-name (11): line 1: \"A\" is defined on no line before this one"));
    cases.add(
        new Case(
            TWO + "group G any A G\n",
            "bad-name (11): line 3: \"G\" is defined on no line before this one"));
    cases.add(
        new Case(
            TWO + "group G any a\n",
            "bad-name (11): line 3: \"a\" is defined on no line before this one"));
    String twice = "\"A\" is a member of a group already";
    cases.add(new Case(TWO + "group G any A A\n", shape + "line 3: " + twice));
    cases.add(new Case(TWO + "group G any A\ngroup H all B A\n", shape + "line 4: " + twice));
    for (String k : List.of("0", "3", "-1", "+1", "01", "1.0", "ALL", "none", "9999999999")) {
      cases.add(new Case(TWO + "group G " + k + " A B\n", threshold));
    }
    cases.add(new Case("quorum none\nquorum none\n", shape + "line 2: a second quorum line"));
    return cases;
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void aMalformedPolicyIsRefusedByLine(Case test) {
    assertEquals(test.sentence(), Logs.refusal(Policy.parse(Bytes.ofUtf8(test.policy()))));
  }

  @Test
  void whitespaceCommentsAndOrderMeanNothing() {
    Policy policy =
        Logs.policy(
            "\t# a policy\n \t \nquorum\tnone  \n witness \t A "
                + W0
                + "\thttps://w/ \n"
                + "#log\nlog "
                + LOG
                + "\n");
    assertEquals(List.of(Logs.LISTED), policy.logs());
    assertEquals(
        List.of(new Policy.Witness("A", Logs.cosigner(0).key(), Optional.of("https://w/"))),
        policy.witnesses());
    assertEquals(0, policy.fewestCosignatures());
  }

  @Test
  void aNameIsItsOctets() {
    // The letter K and the Kelvin sign (C2SP tlog-policy, "Character set"); then two names that are
    // no UTF-8 and look the same when shown.
    Logs.policy("witness K " + W0 + "\nwitness \u212a " + W1 + "\ngroup G 2 K \u212a\nquorum G\n");
    String text = "witness \u0080 " + W0 + "\nwitness \u0081 " + W1 + "\nquorum \u0081\n";
    Policy policy = Logs.ok(Policy.parse(Bytes.of(text.getBytes(StandardCharsets.ISO_8859_1))));
    assertTrue(policy.judge(Logs.cosignedBy(2)).quorumMet());
    assertEquals(false, policy.judge(Logs.cosignedBy(1)).quorumMet());
  }

  @Test
  void theWordsOfTheFormatAreNamesToo() {
    Policy policy =
        Logs.policy(
            "witness all " + W0 + "\nwitness quorum " + W1 + "\ngroup 2 2 all quorum\nquorum 2\n");
    assertEquals(2, policy.fewestCosignatures());
  }

  @Test
  void issuedIsTheFirstCommentOfItsForm() {
    String end = "quorum none\n";
    String form = "# issued 2026-11-22T16:47:00Z\n";
    assertEquals(Optional.empty(), Logs.policy(end).issued());
    assertEquals(Optional.of(Logs.ISSUED), Logs.policy(end + " " + form).issued());
    assertEquals(
        Optional.of(Logs.ISSUED),
        Logs.policy(
                "# issued 2026-13-22T16:47:00Z\n" + form + "# issued 2027-01-01T00:00:00Z\n" + end)
            .issued());
    for (String other : List.of("#issued", "# Issued", "# issued: ", "# re-issued")) {
      assertEquals(Optional.empty(), Logs.policy(form.replace("# issued", other) + end).issued());
    }
  }

  @Test
  void writesWhatItReads() {
    Policy.Log log = new Policy.Log(Logs.LOG.key(), Optional.of("https://log.example/"));
    List<Policy.Witness> witnesses = new ArrayList<>(Logs.witnesses(3));
    witnesses.add(
        new Policy.Witness("Ñ", Logs.cosigner(3).key(), Optional.of("https://w.example/")));
    Instant issued = Logs.ISSUED.plusMillis(7);
    Policy policy = Logs.policy(Policy.write(issued, log, witnesses, 3));
    assertEquals(List.of(log), policy.logs());
    assertEquals(witnesses, policy.witnesses());
    assertEquals(Optional.of(Logs.ISSUED), policy.issued());
    assertEquals(3, policy.fewestCosignatures());
  }

  @Test
  void doesNotWriteWhatWouldReadOtherwise() {
    for (String name : List.of("a b", "", "a\nquorum none\n#", "none", "members")) {
      Policy.Witness witness = new Policy.Witness(name, Logs.cosigner(0).key(), Optional.empty());
      assertThrows(
          IllegalArgumentException.class,
          () -> Policy.write(Logs.ISSUED, Logs.LISTED, List.of(witness), 1),
          name);
    }
    assertThrows(IllegalArgumentException.class, () -> Logs.policy(3, 2));
    assertThrows(IllegalArgumentException.class, () -> Logs.policy(-1, 2));
  }
}
