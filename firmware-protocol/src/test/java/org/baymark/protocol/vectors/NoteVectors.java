package org.baymark.protocol.vectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.NoteSigner;
import org.baymark.protocol.log.SignedCheckpoint;

/** checkpoint.json: notes, policies and judgements; what is expected is written by hand. */
final class NoteVectors {
  private static final long TIME = Journey.CHECKPOINT_TIME;

  private final ObjectNode root = Files.object();
  private final ArrayNode judged = root.putArray("judged");
  private final ArrayNode notes = root.putArray("refusedNotes");
  private final ArrayNode policies = root.putArray("refusedPolicies");

  static Bytes make() {
    NoteVectors vectors = new NoteVectors();
    vectors.judge();
    vectors.refuse();
    return Files.json(vectors.root);
  }

  private void judge() {
    Map<String, Bytes> files = PassportVectors.make();
    Story story = new Journey(Set.of()).story;
    String trust = text(files, "trust.policy");
    String three = story.note(TIME, List.of("alpha", "beta", "gamma")).toText();
    String two = story.note(TIME, List.of("gamma", "beta")).toText();
    String none = story.note(TIME, List.of()).toText();
    judged("three of four", trust, three, true, 3, 0, TIME + 10);
    judged("two of four", trust, two, false, 2, 0, 0);
    judged("no co-signature", trust, none, false, 0, 0, 0);
    judged("all four", trust, story.note(TIME, Story.MEMBERS).toText(), true, 4, 0, TIME + 10);
    judged("quorum none", trust.replaceAll("quorum .*", "quorum none"), none, true, 0, 0, 0);
    judged("a line not listed", text(files, "trust-two.policy"), three, true, 2, 1, TIME);
    judged("one of each group", text(files, "one-of-each.policy"), two, false, 2, 0, 0);
    judged("one of each group", text(files, "one-of-each.policy"), three, true, 3, 0, TIME + 10);
    String wrong = three.replaceFirst("(alpha\\S+ \\S{20})(.)", "$1A");
    judged("a co-signature that does not verify", trust, wrong, false, 2, 1, 0);
    String forged = three.replaceFirst("(— log\\S+ \\S{20})(.)", "$1A");
    judged("a log signature that does not verify", trust, forged, false, 3, 1, TIME + 10);
    String larger = three.replaceFirst("\n8\n", "\n9\n");
    judged("another size under the same signatures", trust, larger, false, 0, 4, 0);
    grades(trust, three);
    times(trust, two, story);
  }

  /** The last second of the year 9999, and the one after it: our own signer ends there, too. */
  private void times(String trust, String two, Story story) {
    Checkpoint checkpoint = story.note(TIME, List.of()).checkpoint();
    for (long time : new long[] {NoteKey.SECONDS_MAX, NoteKey.SECONDS_MAX + 1}) {
      boolean counts = time == NoteKey.SECONDS_MAX;
      String line = cosigned(TestKeys.cosigner("alpha"), checkpoint, time);
      String what = "a co-signature of " + time;
      judged(
          what, trust, two + line, counts, counts ? 3 : 2, counts ? 0 : 1, counts ? TIME + 10 : 0);
    }
  }

  private static String cosigned(NoteSigner alpha, Checkpoint checkpoint, long time) {
    String text = "cosignature/v1\ntime " + time + "\n" + checkpoint.text();
    Bytes signature = alpha.secret().sign(Bytes.ofUtf8(text));
    byte[] octets =
        ByteBuffer.allocate(76)
            .put(alpha.key().keyId().toArray())
            .putLong(time)
            .put(signature.toArray())
            .array();
    String base64 = Base64.getEncoder().encodeToString(octets);
    return "\u2014 " + alpha.key().name() + " " + base64 + "\n";
  }

  /**
   * Co-signatures in ML-DSA-44 and SM2 beside those in Ed25519, and a policy that asks for both.
   */
  private void grades(String trust, String three) {
    Checkpoint checkpoint = SignedCheckpoint.parse(three).toOptional().orElseThrow().checkpoint();
    StringBuilder keys = new StringBuilder();
    for (String member : List.of("alpha", "beta")) {
      keys.append("witness %s/m %s\n".formatted(member, TestKeys.mlDsa(member).key().vkey()));
      keys.append("witness %s/s %s\n".formatted(member, TestKeys.sm2(member).key().vkey()));
    }
    String listed = trust.replace("\ngroup ", "\n" + keys + "\ngroup ");
    String asked =
        listed.replaceFirst(
            "quorum (.*)\n",
            "group long-term 2 alpha/m beta/m\ngroup both all $1 long-term\nquorum both\n");
    // Their clocks are late: the time of a checkpoint is that of its Ed25519 lines.
    String alpha = TestKeys.mlDsa("alpha").cosign(checkpoint, TIME + 5_000).line();
    String beta = TestKeys.mlDsa("beta").cosign(checkpoint, TIME + 6_000).line();
    String sm2 = TestKeys.sm2("alpha").cosign(checkpoint, TIME + 7_000).line();
    String both = three + alpha + beta + sm2;
    judged("lines in ML-DSA-44 and SM2 that are not listed", trust, both, true, 3, 3, TIME + 10);
    judged("the same, listed and not asked for", listed, both, true, 6, 0, TIME + 10);
    judged("two of ML-DSA-44 asked for, and there", asked, both, true, 6, 0, TIME + 10);
    judged("two of ML-DSA-44 asked for, one there", asked, three + alpha, false, 4, 0, 0);
    judged("two of ML-DSA-44 asked for, none there", asked, three, false, 3, 0, 0);
    judged(
        "ML-DSA-44 without Ed25519",
        asked,
        three.split("\u2014 alpha")[0] + alpha + beta,
        false,
        2,
        0,
        0);
    String shorter = TestKeys.mlDsa("beta").cosign(checkpoint, TIME).line();
    String cut = cut(shorter);
    judged("a line in ML-DSA-44 of 2,419 bytes", asked, three + alpha + cut, false, 4, 1, 0);
    judged("ML-DSA-44: another byte in z", asked, three + alpha + at(beta, 100), false, 4, 1, 0);
    judged("ML-DSA-44: padding of hints", asked, three + alpha + at(beta, 2423), false, 4, 1, 0);
    judged("ML-DSA-44: another time", asked, three + alpha + at(beta, 11), false, 4, 1, 0);
    judged("ML-DSA-44 of another member", asked, three + swapped(alpha, beta), false, 3, 1, 0);
    judged("SM2: another byte in s", listed, three + at(sm2, 75), true, 3, 1, TIME + 10);
    judged("SM2: another time", listed, three + at(sm2, 11), true, 3, 1, TIME + 10);
    String forged = three.replaceFirst("\n8\n", "\n9\n");
    judged("all grades, another size", asked, forged + alpha + beta + sm2, false, 0, 7, 0);
  }

  /** The line with one bit of this byte of key id, time and signature changed. */
  private static String at(String line, int index) {
    byte[] octets = octets(line);
    octets[index] ^= 1;
    return start(line) + Base64.getEncoder().encodeToString(octets) + "\n";
  }

  private static String cut(String line) {
    byte[] octets = octets(line);
    byte[] shorter = Arrays.copyOf(octets, octets.length - 1);
    return start(line) + Base64.getEncoder().encodeToString(shorter) + "\n";
  }

  /** What the one signed, under the name and the key id of the other. */
  private static String swapped(String of, String under) {
    byte[] octets = octets(of);
    System.arraycopy(octets(under), 0, octets, 0, 4);
    return start(under) + Base64.getEncoder().encodeToString(octets) + "\n";
  }

  private static byte[] octets(String line) {
    return Base64.getDecoder().decode(line.substring(start(line).length()).trim());
  }

  private static String start(String line) {
    return line.substring(0, line.lastIndexOf(' ') + 1);
  }

  /** A policy with {@code quorum none} and f = 1 has no time where there are no co-signatures. */
  private void judged(
      String what,
      String policy,
      String note,
      boolean accepted,
      int cosignatures,
      int problems,
      long time) {
    ObjectNode one = judged.addObject().put("what", what).put("policy", policy).put("note", note);
    one.put("accepted", accepted).put("cosignatures", cosignatures).put("problems", problems);
    one.put("time", time == 0 ? null : time);
  }

  private void refuse() {
    Story story = new Journey(Set.of()).story;
    String good = story.note(TIME, List.of("alpha")).toText();
    String line = good.substring(good.indexOf("— alpha"));
    notes.add("").add(good.substring(0, good.length() - 1)).add(good + "\n").add(good + line);
    notes.add(good.replace("\n\n", "\nextension\n\n")).add(good.replace("\n8\n", "\n08\n"));
    notes.add(good.replace("\n8\n", "\n-8\n")).add(good.replace("\n8\n", "\n8 \n"));
    notes.add(good.replace("=\n\n", "\n\n")).add(good.replace("\n", "\r\n"));
    notes.add(good.substring(0, good.indexOf("— "))).add(good.replace("— alpha", "- alpha"));
    notes.add(good.replace("— alpha", "—  alpha")).add(good.replaceFirst("^[^\n]*", ""));
    notes.add(good + "— beta.example.org/cosign AAAA\n");

    String log = "log " + TestKeys.log("alpha", Story.ORIGIN).key().vkey() + "\n";
    String cosigner = TestKeys.cosigner("alpha").key().vkey();
    String witness = "witness a " + cosigner + "\n";
    policies.add("").add(log).add(log + "quorum none").add(log + "quorum none\nquorum none\n");
    policies.add(log + log + "quorum none\n").add(log + "quorum a\n" + witness);
    policies.add(log + witness + witness.replace(" a ", " b ") + "quorum a\n");
    policies.add(log + witness + "group g 2 a\nquorum g\n");
    policies.add(log + witness + "group g 0 a\nquorum g\n");
    policies.add(log + witness + "group g all\nquorum g\n");
    policies.add(log + witness + "group g all a\ngroup h all a\nquorum g\n");
    policies.add(log + witness + "group a all a\nquorum a\n");
    policies.add(log + witness.replace(" a ", " none ") + "quorum none\n");
    policies.add("log " + cosigner + "\nquorum none\n").add("logs x\nquorum none\n");
    policies.add(log.replaceFirst("\\+[0-9a-f]{8}\\+", "+00000000+") + "quorum none\n");
    RefusedNotes.addTo(root, good, log, witness);
  }

  private static String text(Map<String, Bytes> files, String name) {
    return java.util.Optional.ofNullable(files.get(name)).orElseThrow().utf8();
  }
}
