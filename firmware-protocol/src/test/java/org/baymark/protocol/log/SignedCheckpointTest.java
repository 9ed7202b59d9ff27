package org.baymark.protocol.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.baymark.protocol.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SignedCheckpointTest {
  private static final String ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
  private static final String TEXT = "log.example\n42\n" + ROOT + "\n";
  private static final String LINE = "— log.example AAAAAQI=\n";
  private static final SignedCheckpoint SIGNED = Logs.cosignedBy(3);

  private record Case(String note, String sentence) {}

  static List<Case> malformed() {
    List<Case> cases = new ArrayList<>();
    String shape = "wrong-shape (6): ";
    String size =
        "out-of-range (9): line 2: the size is not a decimal below 2^53 without leading zeros";
    String root = shape + "line 3: the root is not canonical base64";
    String three = shape + "a signed checkpoint is three lines, a blank line and signature lines";
    String base64 = shape + "line 5: the signature is not canonical base64";
    String start = shape + "line 5: a signature line starts with an em dash and a space";
    String name = "bad-name (11): line 5: the key name is empty or has a space or a plus";
    cases.add(new Case("", three));
    cases.add(new Case("\n", three));
    cases.add(new Case("x", shape + "the note does not end in a newline"));
    cases.add(new Case(TEXT, three));
    cases.add(new Case(TEXT + "\n", three));
    cases.add(new Case(TEXT + LINE, three));
    cases.add(new Case(TEXT + "\n" + LINE.strip(), shape + "the note does not end in a newline"));
    String blank = shape + "line 4: not blank (extension lines are not accepted)";
    cases.add(new Case(TEXT + "ext\n\n" + LINE, blank));
    cases.add(new Case(TEXT + " \n" + LINE, blank));
    cases.add(new Case("\n" + TEXT + "\n" + LINE, blank));
    cases.add(new Case(TEXT + "\n\n" + LINE, start));
    cases.add(new Case(TEXT + "\n" + LINE + "\n", start.replace("5", "6")));
    cases.add(new Case(TEXT + "\n-" + LINE.substring(1), start));
    cases.add(new Case(TEXT + "\n " + LINE, start));
    cases.add(
        new Case(
            "\n42\n" + ROOT + "\n\n" + LINE,
            "bad-name (11): line 1: the origin is empty or has a control character"));
    String control = ": a control character, or no valid UTF-8";
    cases.add(new Case("a\tb" + TEXT + "\n" + LINE, shape + "line 1" + control));
    cases.add(new Case("\ud800" + TEXT + "\n" + LINE, shape + "line 1" + control));
    cases.add(new Case(TEXT + "\r\n" + LINE, shape + "line 4" + control));
    cases.add(new Case(TEXT + "\n" + LINE.replace("\n", "\r\n"), shape + "line 5" + control));
    for (String bad :
        List.of("", "042", "00", "-1", "+1", " 42", "42 ", "4_2", "0x1", "٤", "1e3")) {
      cases.add(new Case("log.example\n" + bad + "\n" + ROOT + "\n\n" + LINE, size));
    }
    for (String bad :
        List.of("9007199254740992", "9223372036854775808", "9999999999999999999", "1".repeat(20))) {
      cases.add(new Case("log.example\n" + bad + "\n" + ROOT + "\n\n" + LINE, size));
    }
    for (String bad :
        List.of(
            ROOT.replace("=", ""),
            ROOT + " ",
            ROOT.replace("2I=", "2J="),
            ROOT.replace('/', '_'))) {
      cases.add(new Case("log.example\n42\n" + bad + "\n\n" + LINE, root));
    }
    cases.add(
        new Case(
            "log.example\n42\nAAAA\n\n" + LINE, shape + "line 3: the root has 3 bytes, not 32"));
    cases.add(
        new Case("log.example\n42\n\n\n" + LINE, shape + "line 3: the root has 0 bytes, not 32"));
    cases.add(
        new Case(
            TEXT + "\n— log.example\n",
            shape + "line 5: a signature line is an em dash, a key name and a signature"));
    cases.add(new Case(TEXT + "\n—  AAAAAQI=\n", name));
    cases.add(new Case(TEXT + "\n— log+example AAAAAQI=\n", name));
    cases.add(new Case(TEXT + "\n— log\u00a0example AAAAAQI=\n", name));
    cases.add(new Case(TEXT + "\n— log.example  AAAAAQI=\n", base64));
    cases.add(new Case(TEXT + "\n— log.example AAAAAQI= \n", base64));
    cases.add(new Case(TEXT + "\n— log.example AAAAAQI\n", base64));
    cases.add(new Case(TEXT + "\n— log.example AAAAAQJ=\n", base64));
    cases.add(
        new Case(
            TEXT + "\n— log.example AAAAAQ==\n",
            shape + "line 5: a signature is a key ID of 4 bytes and at least one byte more"));
    cases.add(
        new Case(
            TEXT + "\n" + LINE + LINE,
            shape + "two signature lines of the same key of log.example"));
    cases.add(
        new Case(TEXT + "\n" + lines(257), "out-of-range (9): 257 signature lines, not 1 to 256"));
    cases.add(
        new Case(
            TEXT + "\n" + longLine(131_073), "too-large (4): a note of more than 131072 bytes"));
    return cases;
  }

  private static String lines(int count) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append(LINE.replace("log.example", "log.example/" + i));
    }
    return lines.toString();
  }

  /** A signature line with the name that makes the whole note {@code size} bytes. */
  private static String longLine(int size) {
    int known = Bytes.ofUtf8(TEXT + "\n" + LINE).size() - "log.example".length();
    return LINE.replace("log.example", "x".repeat(size - known));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void aMalformedNoteIsRefused(Case test) {
    assertEquals(test.sentence(), Logs.refusal(SignedCheckpoint.parse(test.note())));
    if (StandardCharsets.UTF_8.newEncoder().canEncode(test.note())) {
      Bytes wire = Bytes.ofUtf8(test.note());
      assertEquals(test.sentence(), Logs.refusal(SignedCheckpoint.parse(wire)));
    }
  }

  @Test
  void whatStandsAtALimitIsAccepted() {
    String longest = TEXT + "\n" + longLine(SignedCheckpoint.SIZE_MAX);
    String most = TEXT.replace("42", "9007199254740991") + "\n" + lines(256);
    for (String note : List.of(longest, most, TEXT.replace("42", "0") + "\n" + LINE)) {
      assertEquals(note, Logs.ok(SignedCheckpoint.parse(note)).toText());
      assertEquals(note, Logs.ok(SignedCheckpoint.parse(Bytes.ofUtf8(note))).toText());
    }
  }

  @Test
  void bytesThatAreNoUtf8AreRefused() {
    Bytes note = Bytes.ofUtf8(TEXT + "\n" + LINE).concat(Bytes.ofHex("c0af"));
    assertEquals("wrong-shape (6): not valid UTF-8", Logs.refusal(SignedCheckpoint.parse(note)));
  }

  @Test
  void anOriginMayBeAnyTextAndAKeyNameMayNot() {
    String note = TEXT.replace("log.example", "go.sum database tree + ü") + "\n" + LINE;
    assertEquals(note, Logs.ok(SignedCheckpoint.parse(note)).toText());
  }

  @Test
  void aNoteTextAloneIsThreeLines() {
    assertEquals(TEXT, Logs.ok(Checkpoint.parse(TEXT)).text());
    String sentence = "wrong-shape (6): a checkpoint is three lines, each ended by a newline";
    for (String bad : List.of("", TEXT.strip(), TEXT + "\n", TEXT + "ext\n", "\n" + TEXT)) {
      assertEquals(sentence, Logs.refusal(Checkpoint.parse(bad)));
    }
  }

  @Test
  void aNoteOfOursIsNotMadeWithABrokenPromise() {
    NoteSignature line = SIGNED.signatures().get(0);
    Checkpoint checkpoint = Logs.CHECKPOINT;
    for (List<NoteSignature> bad :
        List.of(List.<NoteSignature>of(), List.of(line, line), Collections.nCopies(257, line))) {
      assertThrows(IllegalArgumentException.class, () -> new SignedCheckpoint(checkpoint, bad));
    }
    NoteSignature large = new NoteSignature("x", line.keyId(), Bytes.of(new byte[100_000]));
    assertThrows(
        IllegalArgumentException.class, () -> new SignedCheckpoint(checkpoint, List.of(large)));
    assertThrows(
        IllegalArgumentException.class, () -> new Checkpoint("a\nb", 1, checkpoint.root()));
    assertThrows(IllegalArgumentException.class, () -> new Checkpoint("a", -1, checkpoint.root()));
  }
}
