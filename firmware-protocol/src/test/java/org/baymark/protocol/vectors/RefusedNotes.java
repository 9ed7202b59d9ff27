package org.baymark.protocol.vectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.NoteSigner;

/** Notes, policies and vkeys with one thing wrong, named and as octets: some are not text. */
record RefusedNotes(ArrayNode list, String note, String log, String witness) {
  private static final String NONE = "quorum none\n";

  static void addTo(ObjectNode root, String note, String log, String witness) {
    RefusedNotes vectors = new RefusedNotes(root.putArray("refused"), note, log, witness);
    vectors.notes();
    vectors.policies();
    vectors.counts();
    vectors.keys();
  }

  private void notes() {
    refuse("note", "no UTF-8", Bytes.ofHex("ff").concat(Bytes.ofUtf8(note)));
    note("a control character in the origin", "a\tb" + note);
    note("a root of 31 bytes", note.replaceFirst("\n8\n[^\n]*", "\n8\n" + "A".repeat(40) + "AA=="));
    note("a root that is not base64", note.replaceFirst("\n8\n.", "\n8\n*"));
    note("a size of 2^53", note.replaceFirst("\n8\n", "\n9007199254740992\n"));
    note("a signature line of a name alone", note + "— beta.example.org/cosign\n");
    note("a signature that is not base64", note + "— beta.example.org/cosign A*AA\n");
    note("a signature of a key id alone", note + "— beta.example.org/cosign AAAAAA==\n");
    note("a key name with a plus", note + "— beta+a AAAAAAA=\n");
    note("a key name with a space of Unicode", note + "— beta\u2003a AAAAAAA=\n");
    String more =
        IntStream.range(0, 255)
            .mapToObj(i -> "— k" + i + " AAAAAAA=\n")
            .collect(Collectors.joining());
    note("257 signature lines", note + more);
  }

  private void note(String what, String text) {
    refuse("note", what, Bytes.ofUtf8(text));
  }

  private void policies() {
    policy("a control character", "# a\u0007\n" + log + NONE);
    policy("a log without a key", "log\n" + NONE);
    policy("a log of four items", log.trim() + " https://a.example b\n" + NONE);
    policy("a witness without a key", "witness a\n" + NONE);
    policy("a witness of five items", witness.trim() + " https://a.example b\n" + NONE);
    policy("a group without members", log + witness + "group g any\n" + NONE);
    policy("a quorum of two names", log + witness + "quorum a a\n");
    policy("a log key as that of a witness", "witness a " + log.substring(4) + NONE);
    policy("a witness that is named already", log + witness + second("a") + NONE);
    policy("a member of a group that is not defined", log + "group g any a\nquorum g\n");
    policy("none in a group", log + "group g any none\nquorum g\n");
    policy("a threshold with a leading zero", log + witness + "group g 01 a\nquorum g\n");
    policy(
        "a second log of one public key",
        log + renamed(TestKeys.log("alpha", Story.ORIGIN).secret()) + NONE);
    policy("two logs of one name and key id", log(1480) + log(10_773) + NONE);
    policy("a line of another word", log + "Quorum none\n");
    refuse("policy", "a vkey that is no UTF-8", Bytes.ofHex("6c6f6720ff0a"));
  }

  private void policy(String what, String text) {
    refuse("policy", what, Bytes.ofUtf8(text));
  }

  private static String second(String name) {
    return "witness " + name + " " + TestKeys.cosigner("beta").key().vkey() + "\n";
  }

  /** The same key under another name. */
  private static String renamed(SigningKey secret) {
    NoteSigner key = NoteSigner.of("other.example.org", NoteKey.LOG, secret);
    return "log " + key.key().vkey() + "\n";
  }

  /** Two of these keys have the same id under this name, which takes some searching. */
  private static String log(int number) {
    NoteSigner one =
        NoteSigner.of(
            "same.example.org", NoteKey.LOG, TestKeys.of("collision " + number, Suite.EDDSA));
    return "log " + one.key().vkey() + "\n";
  }

  private void counts() {
    policy("257 logs", lines(256, NoteKey.LOG, "log ") + log + NONE);
    policy("257 witnesses", lines(256, NoteKey.COSIGNER, "witness w%d ") + witness + NONE);
    StringBuilder groups = new StringBuilder(log + witness + "group g0 any a\n");
    for (int i = 1; i <= 256; i++) {
      groups.append("group g").append(i).append(" any g").append(i - 1).append('\n');
    }
    policy("257 groups", groups + NONE);
  }

  static String lines(int count, int type, String start) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              NoteSigner one =
                  NoteSigner.of("k" + i, type, TestKeys.of("key " + i + " of many", Suite.EDDSA));
              return start.formatted(i) + one.key().vkey() + "\n";
            })
        .collect(Collectors.joining());
  }

  private void keys() {
    String vkey = log.substring(4).trim();
    String[] parts = vkey.split("\\+", 3);
    key("two parts", parts[0] + "+" + parts[1]);
    key("no name", "+" + parts[1] + "+" + parts[2]);
    key("a name with a space", "a b+" + parts[1] + "+" + parts[2]);
    key("an id of 7 digits", parts[0] + "+" + parts[1].substring(1) + "+" + parts[2]);
    key("an id in upper case", parts[0] + "+ABCDEF01+" + parts[2]);
    key("another id", parts[0] + "+00000000+" + parts[2]);
    key("a key that is not base64", parts[0] + "+" + parts[1] + "+*");
    key("an empty key", parts[0] + "+" + parts[1] + "+");
    key("type 2", parts[0] + "+" + parts[1] + "+Ag" + parts[2].substring(2));
    key("a key of 30 bytes", parts[0] + "+" + parts[1] + "+" + parts[2].substring(0, 40) + "AA==");
    beside(6, "ML-DSA-44: a key of 1311 bytes", "a.example", Bytes.owning(new byte[1_311]));
    beside(6, "ML-DSA-44: a name of 256 bytes", "n".repeat(256), Bytes.owning(new byte[1_312]));
    Bytes identifier = Bytes.ofUtf8("baymark sm2-cosignature/v1\n");
    Bytes xy = TestKeys.LABEL.verifyingKey().publicPart();
    beside(255, "type 255 of somebody else", "a.example", Bytes.ofUtf8("x.example/1\n").concat(xy));
    beside(255, "type 255, nothing behind it", "a.example", Bytes.EMPTY);
    beside(255, "SM2: a key of 63 bytes", "a.example", identifier.concat(xy.slice(0, 63)));
    beside(255, "SM2: not on the curve", "a.example", identifier.concat(KeyVectors.flipped(xy)));
    key("a point of order 4", parts[0] + "+" + parts[1] + "+AQ" + "A".repeat(42));
  }

  /** With the right id: only what is behind the type is wrong. */
  private void beside(int type, String what, String name, Bytes material) {
    key(what, vkey(type, name, material));
  }

  static String vkey(int type, String name, Bytes material) {
    Bytes typed = Bytes.owning(new byte[] {(byte) type}).concat(material);
    String id = Digest.sha256(Bytes.ofUtf8(name + "\n"), typed).hex().substring(0, 8);
    String text = Base64.getEncoder().encodeToString(typed.unsafeArray());
    return name + "+" + id + "+" + text;
  }

  private void key(String what, String vkey) {
    refuse("vkey", what, Bytes.ofUtf8(vkey));
  }

  private void refuse(String what, String note, Bytes octets) {
    list.addObject().put("what", what).put("note", note).put("bytes", octets.hex());
  }
}
