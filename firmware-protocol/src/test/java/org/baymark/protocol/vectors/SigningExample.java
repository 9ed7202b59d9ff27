package org.baymark.protocol.vectors;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.chain.ChainRecord;
import org.baymark.protocol.command.Order;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.enrolment.Label;
import org.baymark.protocol.enrolment.Proof;
import org.baymark.protocol.statement.Cover;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.math.ec.ECPoint;

/** The blocks about what is signed: in SM2, by a device that enrols, for records, by founders. */
record SigningExample(Map<String, String> blocks, Journey journey) {
  private static final ECDomainParameters SM2 =
      new ECDomainParameters(CustomNamedCurves.getByName("sm2p256v1"));

  static void addTo(Map<String, String> blocks, Journey journey) {
    SigningExample example = new SigningExample(blocks, journey);
    example.sm2();
    example.labels();
    example.enrolment();
    example.records();
    example.genesis();
    example.command();
  }

  /**
   * The statement of 20.1, had the label signed it; r is made once more from the verifier's side.
   */
  private void sm2() {
    SigningKey signer = TestKeys.LABEL;
    Sign1 sensors = journey.said.get(1);
    Sign1 said = Sign1.sign(signer, ContentType.TELEMETRY, sensors.claims(), sensors.payload());
    VerifyingKey key = signer.verifyingKey();
    Bytes xy = key.publicPart();
    StringBuilder text = new StringBuilder();
    Example.hex(text, "COSE_Key", key.encoded());
    Example.hex(text, "thumbprint", key.thumbprint().bytes());
    text.append("# --- what ZA hashes\n");
    Bytes hashed = Bytes.EMPTY;
    hashed = part(text, hashed, "the bits of the user id", Bytes.ofHex("0080"));
    hashed = part(text, hashed, "the user id, 1234567812345678", Bytes.ofUtf8("1234567812345678"));
    hashed = part(text, hashed, "a", Bytes.owning(SM2.getCurve().getA().getEncoded()));
    hashed = part(text, hashed, "b", Bytes.owning(SM2.getCurve().getB().getEncoded()));
    Bytes generator = Bytes.owning(SM2.getG().getEncoded(false));
    hashed = part(text, hashed, "xG", generator.slice(1, 33));
    hashed = part(text, hashed, "yG", generator.slice(33, 65));
    hashed = part(text, hashed, "x", xy.slice(0, 32));
    hashed = part(text, hashed, "y", xy.slice(32, 64));
    text.append("# ---\n");
    Bytes za = KeyVectors.big(Sm2Maker.sm3(hashed));
    Example.hex(text, "ZA", za);
    Example.hex(text, "Sig_structure, the message", said.toBeSigned());
    BigInteger e = Sm2Maker.sm3(za.concat(said.toBeSigned()));
    Example.hex(text, "e = SM3(ZA || message)", KeyVectors.big(e));
    verified(text, said, xy, e);
    Example.hex(text, "the statement", said.encoded());
    blocks.put("sm2", text.toString());
  }

  private static Bytes part(StringBuilder text, Bytes before, String what, Bytes octets) {
    text.append(octets.hex()).append("  # ").append(what).append('\n');
    return before.concat(octets);
  }

  private static void verified(StringBuilder text, Sign1 said, Bytes xy, BigInteger e) {
    int size = said.encoded().size();
    Bytes signature = said.encoded().slice(size - 64, size);
    BigInteger r = new BigInteger(1, signature.slice(0, 32).toArray());
    BigInteger s = new BigInteger(1, signature.slice(32, 64).toArray());
    BigInteger t = r.add(s).mod(SM2.getN());
    ECPoint key = SM2.getCurve().decodePoint(Bytes.ofHex("04").concat(xy).toArray());
    ECPoint point = SM2.getG().multiply(s).add(key.multiply(t)).normalize();
    BigInteger x = point.getAffineXCoord().toBigInteger();
    if (!e.add(x).mod(SM2.getN()).equals(r)) {
      throw new IllegalStateException("r is not e + x mod n");
    }
    Example.hex(text, "r", KeyVectors.big(r));
    Example.hex(text, "s", KeyVectors.big(s));
    Example.hex(text, "t = r + s mod n", KeyVectors.big(t));
    Example.hex(text, "x of [s]G + [t]P; r = e + x mod n", KeyVectors.big(x));
  }

  private void labels() {
    StringBuilder text = new StringBuilder();
    for (SigningKey key : List.of(TestKeys.SENSOR, TestKeys.SCANNER, TestKeys.LABEL)) {
      Label label = Label.of(Story.SENSOR, key.verifyingKey());
      text.append(label.text()).append("\n  # thumbprint ");
      text.append(label.thumbprint().hex()).append('\n');
    }
    blocks.put("labels", text.toString());
  }

  /** The proofs of vectors/enrolment.json that are accepted first. */
  private void enrolment() {
    StringBuilder text = new StringBuilder();
    Sign1 proof =
        Proof.possession(TestKeys.SENSOR, Story.SENSOR, Story.GATEWAY, EnrolmentVectors.NONCE);
    text.append("# --- a proof of possession, ").append(proof.encoded().size()).append(" bytes\n");
    text.append(ByteByByte.of("sign1", proof.encoded()));
    Sign1 order = Proof.rollOver(TestKeys.SENSOR, EnrolmentVectors.NEW, Story.SENSOR);
    Bytes consented =
        Proof.consented(
            Story.SENSOR, TestKeys.SENSOR.verifyingKey(), EnrolmentVectors.NEW.verifyingKey());
    text.append("# --- consented, what the new key signs, ").append(consented.size());
    text.append(" bytes\n").append(ByteByByte.of("consented", consented));
    text.append("# --- a roll-over, ").append(order.encoded().size()).append(" bytes\n");
    text.append(ByteByByte.of("sign1", order.encoded()));
    blocks.put("enrolment", text.toString());
  }

  /** To the sensor, by the gateway. */
  private void command() {
    Bytes signed = CommandVectors.command(1, Order.interval(600)).sign(TestKeys.GATEWAY).encoded();
    StringBuilder text = new StringBuilder();
    text.append("# --- a command, ").append(signed.size()).append(" bytes\n");
    blocks.put("command", text.append(ByteByByte.of("sign1", signed)).toString());
  }

  private void records() {
    StringBuilder text = new StringBuilder();
    Bytes link = Cover.START;
    Example.hex(text, "the link before record 0", link);
    List<ChainRecord> two = ChainVectors.records(0, 2);
    for (ChainRecord one : two) {
      text.append("# --- record ").append(one.number()).append(", ");
      text.append(one.encoded().size()).append(" bytes\n");
      text.append(ByteByByte.of("record", one.encoded()));
      link = one.linkAfter(link);
      Example.hex(text, "the link after it", link);
    }
    Cover cover = new Cover(0, 2, 2, Cover.START, List.of(link));
    Sign1 said = Said.cover(two.get(0).boot(), 0, cover);
    text.append("# --- a cover of both, ").append(said.encoded().size()).append(" bytes\n");
    text.append(ByteByByte.of("sign1", said.encoded()));
    blocks.put("records", text.toString());
  }

  /** Log entry 0 of the story. */
  private void genesis() {
    Bytes entry = journey.story.entries.get(0);
    Sign1 genesis = Sign1.parse(entry, entry.size()).toOptional().orElseThrow();
    Bytes signed = genesis.toBeSigned();
    Item structure = Item.of(signed);
    Bytes header = structure.items().get(1).content();
    StringBuilder text = new StringBuilder();
    text.append("84  # array of 4: Sig_structure, ").append(signed.size()).append(" bytes\n");
    text.append("  6a5369676e617475726531  # text, 10: \"Signature1\"\n");
    text.append("  58").append(String.format("%02x", header.size()));
    text.append("  # bytes, ").append(header.size()).append(": protected, an item\n");
    text.append(ByteByByte.of("header", header).indent(4));
    text.append("  40  # bytes, 0: external_aad\n");
    Bytes payload = structure.items().get(3).content();
    text.append("  59").append(String.format("%04x", payload.size()));
    text.append("  # bytes, ").append(payload.size()).append(": payload, an item: members\n");
    text.append(ByteByByte.of("members", payload).indent(4));
    Example.hex(text, "id, SHA-256 of all of it", genesis.id().bytes());
    int size = entry.size();
    Example.hex(text, "signature of alpha's registrar", entry.slice(size - 64, size));
    blocks.put("genesis", text.toString());
  }
}
