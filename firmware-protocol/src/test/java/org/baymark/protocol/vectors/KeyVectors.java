package org.baymark.protocol.vectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.HexFormat;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.cose.VerifyingKey;

/** keys.json: keys, keys to refuse, and signatures on both sides of the rule of acceptance. */
final class KeyVectors {
  static final BigInteger N =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
  private static final Bytes MESSAGE = Bytes.ofUtf8("a message");

  private final ObjectNode root = Files.object();
  private final ArrayNode keys = root.putArray("keys");
  private final ArrayNode refused = root.putArray("refusedKeys");
  private final ArrayNode signatures = root.putArray("signatures");

  static Bytes make() {
    KeyVectors vectors = new KeyVectors();
    vectors.root.put("warning", "test keys: everybody knows their secrets");
    vectors.key("sensor", TestKeys.SENSOR);
    vectors.key("scanner", TestKeys.SCANNER);
    vectors.key("gateway", TestKeys.GATEWAY);
    for (String member : Story.MEMBERS) {
      vectors.key("registrar of " + member, TestKeys.registrar(member));
      vectors.key("log key of " + member, TestKeys.log(member, Story.ORIGIN).secret());
      vectors.key("co-signing key of " + member, TestKeys.cosigner(member).secret());
    }
    vectors.refusedKeys();
    vectors.es256();
    vectors.ed25519();
    return Files.json(vectors.root);
  }

  private void key(String name, SigningKey key) {
    VerifyingKey half = key.verifyingKey();
    ObjectNode node = keys.addObject().put("name", name);
    node.put("suite", half.suite() == Suite.ES256 ? "ES256" : "Ed25519");
    node.put("secret", TestKeys.secret(name).hex()).put("coseKey", half.encoded().hex());
    node.put("thumbprint", half.thumbprint().hex()).put("kid", half.kid().hex());
  }

  private void refusedKeys() {
    Bytes xy = TestKeys.SENSOR.verifyingKey().publicPart();
    Bytes x = xy.slice(0, 32);
    Bytes ed = TestKeys.SCANNER.verifyingKey().publicPart();
    refuse("P-256: not on the curve", ec2(x, flipped(xy.slice(32, 64))));
    refuse("P-256: x not below the field prime", ec2(Bytes.ofHex("ff".repeat(32)), x));
    refuse("Ed25519: the neutral element", okp(Edwards.NEUTRAL.encoded()));
    refuse("Ed25519: order 2", okp(Bytes.ofHex("ec" + "ff".repeat(30) + "7f")));
    refuse("Ed25519: order 8", okp(Edwards.TORSION.encoded()));
    refuse("Ed25519: mixed order", okp(Edwards.decode(ed).plus(Edwards.TORSION).encoded()));
    refuse("Ed25519: y = 2^255-18, not canonical", okp(Bytes.ofHex("ee" + "ff".repeat(30) + "7f")));
    refuse("Ed25519: not on the curve", okp(Bytes.ofHex("02" + "00".repeat(31))));
    refuse("a private key", TestKeys.SCANNER.encodedSecret());
    refuse(
        "another curve",
        Files.cbor(
            out -> out.map(3).integer(1).integer(1).integer(-1).integer(4).integer(-2).bytes(ed)));
    refuse(
        "one member more",
        Files.cbor(
            out ->
                out.map(4)
                    .integer(1)
                    .integer(1)
                    .integer(3)
                    .integer(-8)
                    .integer(-1)
                    .integer(6)
                    .integer(-2)
                    .bytes(ed)));
    refuse("31 bytes", okp(ed.slice(0, 31)));
  }

  private void es256() {
    Bytes good = TestKeys.SENSOR.sign(MESSAGE);
    Bytes r = good.slice(0, 32);
    BigInteger s = new BigInteger(1, good.slice(32, 64).toArray());
    VerifyingKey key = TestKeys.SENSOR.verifyingKey();
    signature("ES256", key, good, true);
    signature("ES256: n - s, the other s", key, r.concat(big(N.subtract(s))), true);
    signature("ES256: a bit of r", key, flipped(r).concat(good.slice(32, 64)), false);
    signature("ES256: r = 0", key, big(BigInteger.ZERO).concat(good.slice(32, 64)), false);
    signature("ES256: s = 0", key, r.concat(big(BigInteger.ZERO)), false);
    signature("ES256: s = n", key, r.concat(big(N)), false);
    signature("ES256: r = n", key, big(N).concat(good.slice(32, 64)), false);
  }

  private void ed25519() {
    VerifyingKey key = TestKeys.SCANNER.verifyingKey();
    Bytes good = TestKeys.SCANNER.sign(MESSAGE);
    Bytes r = good.slice(0, 32);
    BigInteger s = number(good.slice(32, 64));
    signature("Ed25519", key, good, true);
    signature("Ed25519: a bit of S", key, r.concat(Edwards.little(s.flipBit(0))), false);
    signature("Ed25519: S + L", key, r.concat(Edwards.little(s.add(Edwards.L))), false);
    BigInteger secret = Edwards.scalar(TestKeys.secret("scanner"));
    Edwards mixed = Edwards.BASE.times(BigInteger.valueOf(1234567)).plus(Edwards.TORSION);
    signature(
        "Ed25519: R of mixed order, the cofactored equation holds",
        key,
        answer(mixed.encoded(), BigInteger.valueOf(1234567), secret, key),
        false);
    signature(
        "Ed25519: R is the neutral element, both equations hold",
        key,
        answer(Edwards.NEUTRAL.encoded(), BigInteger.ZERO, secret, key),
        false);
    Bytes other = Bytes.ofHex("ee" + "ff".repeat(30) + "7f"); // the neutral element, y + p
    signature(
        "Ed25519: R is not canonical", key, answer(other, BigInteger.ZERO, secret, key), false);
  }

  /** R and the S = r + h a that fits it. */
  private static Bytes answer(Bytes r, BigInteger nonce, BigInteger secret, VerifyingKey key) {
    BigInteger challenge = Edwards.challenge(r, key.publicPart(), MESSAGE);
    return r.concat(Edwards.little(challenge.multiply(secret).add(nonce).mod(Edwards.L)));
  }

  private void signature(String note, VerifyingKey key, Bytes signature, boolean accepted) {
    ObjectNode node = signatures.addObject().put("note", note);
    node.put("coseKey", key.encoded().hex()).put("message", MESSAGE.hex());
    node.put("signature", signature.hex()).put("accepted", accepted);
  }

  private void refuse(String note, Bytes coseKey) {
    refused.addObject().put("note", note).put("coseKey", coseKey.hex());
  }

  private static Bytes ec2(Bytes x, Bytes y) {
    CborWriter out = new CborWriter().map(4).integer(1).integer(2).integer(-1).integer(1);
    return out.integer(-2).bytes(x).integer(-3).bytes(y).toBytes();
  }

  private static Bytes okp(Bytes x) {
    return new CborWriter()
        .map(3)
        .integer(1)
        .integer(1)
        .integer(-1)
        .integer(6)
        .integer(-2)
        .bytes(x)
        .toBytes();
  }

  static Bytes flipped(Bytes octets) {
    byte[] changed = octets.toArray();
    changed[changed.length - 1] ^= 1;
    return Bytes.owning(changed);
  }

  static Bytes big(BigInteger number) {
    return Bytes.owning(HexFormat.of().parseHex(String.format("%064x", number)));
  }

  private static BigInteger number(Bytes little) {
    byte[] big = new byte[little.size()];
    for (int i = 0; i < big.length; i++) {
      big[i] = little.at(big.length - 1 - i);
    }
    return new BigInteger(1, big);
  }
}
