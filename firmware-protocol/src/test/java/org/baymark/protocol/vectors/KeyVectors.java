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

  private static final int P_256 = 1;
  private static final int SM2 = -65538;

  private final ObjectNode root = Files.object();
  private final ArrayNode keys = root.putArray("keys");
  private final ArrayNode refused = root.putArray("refusedKeys");

  static Bytes make() {
    KeyVectors vectors = new KeyVectors();
    vectors.root.put("warning", "test keys: everybody knows their secrets");
    vectors.allKeys();
    vectors.refusedKeys();
    SignatureVectors.addTo(vectors.root.putArray("signatures"));
    return Files.json(vectors.root);
  }

  private void allKeys() {
    key("sensor", TestKeys.SENSOR);
    key("scanner", TestKeys.SCANNER);
    key("label", TestKeys.LABEL);
    key("gateway", TestKeys.GATEWAY);
    for (String member : Story.MEMBERS) {
      key("registrar of " + member, TestKeys.registrar(member));
      key("log key of " + member, TestKeys.log(member, Story.ORIGIN).secret());
      key("co-signing key of " + member, TestKeys.cosigner(member).secret());
    }
    key("sensor, second key", EnrolmentVectors.NEW);
    for (String member : Story.MEMBERS) {
      key("reporter of " + member, TestKeys.of("reporter of " + member, Suite.EDDSA));
      key("governor of " + member, TestKeys.of("governor of " + member, Suite.EDDSA));
      key("receipts key of " + member, TestKeys.of("receipts key of " + member, Suite.ES256));
      String sm2 = "SM2 co-signing key of " + member;
      key(sm2, TestKeys.of(sm2, Suite.SM2));
    }
  }

  private void key(String name, SigningKey key) {
    VerifyingKey half = key.verifyingKey();
    ObjectNode node = keys.addObject().put("name", name);
    node.put("suite", half.suite() == Suite.EDDSA ? "Ed25519" : half.suite().name());
    node.put("secret", TestKeys.secret(name).hex()).put("coseKey", half.encoded().hex());
    node.put("thumbprint", half.thumbprint().hex()).put("kid", half.kid().hex());
  }

  private void refusedKeys() {
    Bytes xy = TestKeys.SENSOR.verifyingKey().publicPart();
    Bytes x = xy.slice(0, 32);
    Bytes ed = TestKeys.SCANNER.verifyingKey().publicPart();
    Bytes y = xy.slice(32, 64);
    Bytes most = Bytes.ofHex("ff".repeat(32));
    refuse("P-256: not on the curve", ec2(P_256, x, flipped(y)));
    refuse("P-256: x not below the field prime", ec2(P_256, most, x));
    Bytes label = TestKeys.LABEL.verifyingKey().publicPart();
    Bytes labelY = label.slice(32, 64);
    refuse("SM2: not on the curve", ec2(SM2, label.slice(0, 32), flipped(labelY)));
    refuse("SM2: x not below the field prime", ec2(SM2, most, labelY));
    refuse("SM2: a point of P-256", ec2(SM2, x, y));
    refuse("P-256: a point of SM2", ec2(P_256, label.slice(0, 32), labelY));
    refuse("Ed25519: the neutral element", okp(Edwards.NEUTRAL.encoded()));
    refuse("Ed25519: order 2", okp(Bytes.ofHex("ec" + "ff".repeat(30) + "7f")));
    refuse("Ed25519: order 4", okp(Bytes.owning(new byte[32])));
    refuse("Ed25519: order 4, the other", okp(Bytes.ofHex("00".repeat(31) + "80")));
    refuse("Ed25519: order 8", okp(Edwards.TORSION.encoded()));
    for (int i = 3; i <= 7; i += 2) {
      BigInteger times = BigInteger.valueOf(i);
      refuse("Ed25519: order 8, " + i + " times", okp(Edwards.TORSION.times(times).encoded()));
    }
    refuse("Ed25519: mixed order", okp(Edwards.decode(ed).plus(Edwards.TORSION).encoded()));
    refuse("Ed25519: y = 2^255-18, not canonical", okp(Bytes.ofHex("ee" + "ff".repeat(30) + "7f")));
    refuse("Ed25519: x = 0 with a sign", okp(Bytes.ofHex("01" + "00".repeat(30) + "80")));
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

  private void refuse(String note, Bytes coseKey) {
    refused.addObject().put("note", note).put("coseKey", coseKey.hex());
  }

  private static Bytes ec2(int curve, Bytes x, Bytes y) {
    CborWriter out = new CborWriter().map(4).integer(1).integer(2).integer(-1).integer(curve);
    return out.integer(-2).bytes(x).integer(-3).bytes(y).toBytes();
  }

  static Bytes okp(Bytes x) {
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
}
