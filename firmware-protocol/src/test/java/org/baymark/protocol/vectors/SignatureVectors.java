package org.baymark.protocol.vectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.cose.VerifyingKey;

/** The signatures of keys.json, on both sides of the rules of acceptance. */
final class SignatureVectors {
  static final Bytes MESSAGE = Bytes.ofUtf8("a message");
  private static final BigInteger N = KeyVectors.N;

  private final ArrayNode signatures;

  private SignatureVectors(ArrayNode signatures) {
    this.signatures = signatures;
  }

  static void addTo(ArrayNode signatures) {
    SignatureVectors vectors = new SignatureVectors(signatures);
    vectors.es256();
    vectors.crafted();
    vectors.ed25519();
    vectors.smallOrder();
    vectors.taming();
    vectors.sm2();
    vectors.published();
    vectors.lengths("ES256", TestKeys.SENSOR);
    vectors.lengths("Ed25519", TestKeys.SCANNER);
    vectors.lengths("SM2", TestKeys.LABEL);
  }

  private void es256() {
    Bytes good = TestKeys.SENSOR.sign(MESSAGE);
    Bytes r = good.slice(0, 32);
    Bytes s = good.slice(32, 64);
    VerifyingKey key = TestKeys.SENSOR.verifyingKey();
    add("ES256", key, good, true);
    add("ES256: n - s, the other s", key, r.concat(big(N.subtract(number(s)))), true);
    ranges("ES256", key, r, s, N);
    SigningKey one = secretOne(Suite.ES256);
    add("ES256: the key is the base point", one.verifyingKey(), one.sign(MESSAGE), true);
  }

  /** Signatures that no signer makes. */
  private void crafted() {
    WideX wide = WideX.of(MESSAGE);
    add("ES256: the point's x is n or more, r is x - n", wide.key(), wide.signature(), true);
    add("ES256: the point's x is n or more, r is x", wide.key(), wide.unreduced(), false);
    BigInteger secret = number(TestKeys.secret("sensor"));
    BigInteger r = WideX.hash(MESSAGE).negate().multiply(secret.modInverse(N)).mod(N);
    add(
        "ES256: the point is the one at infinity",
        TestKeys.SENSOR.verifyingKey(),
        big(r).concat(big(BigInteger.ONE)),
        false);
  }

  /** What every suite with r and s refuses. */
  private void ranges(String suite, VerifyingKey key, Bytes r, Bytes s, BigInteger n) {
    Bytes zero = big(BigInteger.ZERO);
    Bytes most = Bytes.ofHex("ff".repeat(32));
    add(suite + ": a bit of r", key, KeyVectors.flipped(r).concat(s), false);
    add(suite + ": a bit of s", key, r.concat(KeyVectors.flipped(s)), false);
    add(suite + ": r = 0", key, zero.concat(s), false);
    add(suite + ": s = 0", key, r.concat(zero), false);
    add(suite + ": both 0", key, zero.concat(zero), false);
    add(suite + ": s = n", key, r.concat(big(n)), false);
    add(suite + ": r = n", key, big(n).concat(s), false);
    add(suite + ": s = 2^256 - 1", key, r.concat(most), false);
    add(suite + ": r = 2^256 - 1", key, most.concat(s), false);
    add(suite + ": s, then r", key, s.concat(r), false);
  }

  private void ed25519() {
    VerifyingKey key = TestKeys.SCANNER.verifyingKey();
    Bytes good = TestKeys.SCANNER.sign(MESSAGE);
    Bytes r = good.slice(0, 32);
    BigInteger s = Edwards.number(good.slice(32, 64));
    add("Ed25519", key, good, true);
    add("Ed25519: a bit of S", key, r.concat(Edwards.little(s.flipBit(0))), false);
    add("Ed25519: a bit of R", key, KeyVectors.flipped(r).concat(good.slice(32, 64)), false);
    add("Ed25519: S + L", key, r.concat(Edwards.little(s.add(Edwards.L))), false);
    add("Ed25519: S + 8 L", key, r.concat(Edwards.little(s.add(Edwards.L.shiftLeft(3)))), false);
    add("Ed25519: S = L", key, r.concat(Edwards.little(Edwards.L)), false);
    add("Ed25519: S = 0", key, r.concat(Edwards.little(BigInteger.ZERO)), false);
    BigInteger nonce = BigInteger.valueOf(1234567);
    Edwards point = Edwards.BASE.times(nonce);
    add("Ed25519: R of order L, crafted", key, answer(point.encoded(), nonce, key), true);
    for (int i = 1; i < 8; i++) {
      Edwards mixed = point.plus(Edwards.TORSION.times(BigInteger.valueOf(i)));
      String note = "Ed25519: R of mixed order, torsion " + i + ", the cofactored equation holds";
      add(note, key, answer(mixed.encoded(), nonce, key), false);
    }
  }

  private void smallOrder() {
    VerifyingKey key = TestKeys.SCANNER.verifyingKey();
    Bytes neutral = Edwards.NEUTRAL.encoded();
    add("Ed25519: R is the neutral element, both equations hold", key, answer(neutral, key), false);
    for (int i = 1; i < 8; i++) {
      Bytes small = Edwards.TORSION.times(BigInteger.valueOf(i)).encoded();
      String note = "Ed25519: R of small order, " + i + " times, the cofactored equation holds";
      add(note, key, answer(small, key), false);
    }
    for (String other :
        new String[] {
          "ee" + "ff".repeat(30) + "7f", // the neutral element, y + p
          "01" + "00".repeat(30) + "80", // the neutral element, -x
          "ee" + "ff".repeat(30) + "ff",
          "ec" + "ff".repeat(30) + "ff",
          "ed" + "ff".repeat(30) + "7f",
          "ed" + "ff".repeat(30) + "ff"
        }) {
      Bytes r = Bytes.ofHex(other);
      add("Ed25519: R is not canonical, " + other, key, answer(r, key), false);
    }
  }

  private void taming() {
    TamingCases.ALL.forEach(
        it -> {
          ObjectNode node = signatures.addObject().put("note", it.note());
          node.put("coseKey", KeyVectors.okp(it.key()).hex()).put("message", it.message().hex());
          node.put("signature", it.signature().hex()).put("accepted", false);
        });
  }

  private void sm2() {
    Bytes good = TestKeys.LABEL.sign(MESSAGE);
    Bytes r = good.slice(0, 32);
    Bytes s = good.slice(32, 64);
    VerifyingKey key = TestKeys.LABEL.verifyingKey();
    BigInteger n = Sm2Maker.N;
    add("SM2", key, good, true);
    ranges("SM2", key, r, s, n);
    add("SM2: n - s", key, r.concat(big(n.subtract(number(s)))), false);
    add("SM2: r + s = n", key, r.concat(big(n.subtract(number(r)))), false);
    SigningKey one = secretOne(Suite.SM2);
    add("SM2: the key is the base point", one.verifyingKey(), one.sign(MESSAGE), true);
    Sm2Maker maker = new Sm2Maker(number(TestKeys.secret("label")), key.publicPart());
    Bytes id = Bytes.ofUtf8("1234567812345678");
    add("SM2: another nonce", key, maker.signature(maker.hash(id, MESSAGE)), true);
    for (String wrong : new String[] {"", "123456781234567", "ALICE123@YAHOO.COM"}) {
      BigInteger e = maker.hash(Bytes.ofUtf8(wrong), MESSAGE);
      add("SM2: the user id '" + wrong + "'", key, maker.signature(e), false);
    }
    add("SM2: SM3 of the message without ZA", key, maker.signature(Sm2Maker.sm3(MESSAGE)), false);
    add("SM2: SHA-256 instead of SM3", key, maker.signature(WideX.hash(MESSAGE)), false);
    add("SM2: the point is the one at infinity", key, maker.infinity(), false);
  }

  /** Others' signatures. */
  private void published() {
    VerifyingKey key = Sm2Maker.publishedKey();
    Bytes message = Bytes.ofUtf8("message digest");
    String note = "SM2: the example of GB/T 32918.5, annex A";
    add(note, key, message, Sm2Maker.PUBLISHED, true);
  }

  private void lengths(String suite, SigningKey signer) {
    VerifyingKey key = signer.verifyingKey();
    Bytes good = signer.sign(MESSAGE);
    add(suite + ": no signature", key, Bytes.EMPTY, false);
    add(suite + ": 63 bytes", key, good.slice(0, 63), false);
    add(suite + ": 65 bytes", key, good.concat(Bytes.ofHex("00")), false);
    add(suite + ": twice", key, good.concat(good), false);
    add(suite + ": another message", key, MESSAGE.concat(Bytes.ofHex("00")), good, false);
    Bytes empty = signer.sign(Bytes.EMPTY);
    add(suite + ": the empty message", key, Bytes.EMPTY, empty, true);
  }

  private static SigningKey secretOne(Suite suite) {
    return SigningKey.ofSecret(suite, big(BigInteger.ONE)).toOptional().orElseThrow();
  }

  private static Bytes answer(Bytes r, VerifyingKey key) {
    return answer(r, BigInteger.ZERO, key);
  }

  /** R and the S = r + h a that fits it, by the scanner. */
  private static Bytes answer(Bytes r, BigInteger nonce, VerifyingKey key) {
    BigInteger secret = Edwards.scalar(TestKeys.secret("scanner"));
    BigInteger challenge = Edwards.challenge(r, key.publicPart(), MESSAGE);
    return r.concat(Edwards.little(challenge.multiply(secret).add(nonce).mod(Edwards.L)));
  }

  private void add(String note, VerifyingKey key, Bytes signature, boolean accepted) {
    add(note, key, MESSAGE, signature, accepted);
  }

  private void add(
      String note, VerifyingKey key, Bytes message, Bytes signature, boolean accepted) {
    ObjectNode node = signatures.addObject().put("note", note);
    node.put("coseKey", key.encoded().hex()).put("message", message.hex());
    node.put("signature", signature.hex()).put("accepted", accepted);
  }

  static Bytes big(BigInteger number) {
    return KeyVectors.big(number);
  }

  static BigInteger number(Bytes big) {
    return new BigInteger(1, big.toArray());
  }
}
