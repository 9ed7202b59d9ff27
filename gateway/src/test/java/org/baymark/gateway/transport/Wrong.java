package org.baymark.gateway.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.baymark.gateway.TestDevice;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;

/**
 * Messages that are wrong in one way each, and what the transports have to say of them.
 *
 * @param topic where it is published over MQTT
 * @param mqtt reason code of the PUBACK (PROTOCOL.md, "Delivery")
 * @param coap code of the response, as class and detail
 */
public record Wrong(
    String what, String topic, Bytes bytes, Refusal refusal, int mqtt, String coap) {
  private static final int MALFORMED = 0x99;
  private static final int NOT_AUTHORIZED = 0x87;

  /** Known to the gateway, for telemetry. */
  public static final TestDevice KNOWN = TestDevice.named("known", Suite.EDDSA);

  /** Known to the gateway, and revoked. */
  public static final TestDevice REVOKED = TestDevice.named("revoked", Suite.ES256);

  private static final TestDevice STRANGER = TestDevice.named("stranger", Suite.ES256);
  private static final Bytes KID = KNOWN.key().verifyingKey().kid();
  private static final String NAME = KNOWN.name().text();
  private static final Bytes PACK = Bytes.ofHex("81" + "a2" + "0214" + "216174");

  @Override
  public String toString() {
    return what;
  }

  /** One or more for every reason that a device's statement can be refused for. */
  public static List<Wrong> all() {
    Sign1 right = KNOWN.says(1, 0);
    List<Wrong> all = new ArrayList<>();
    all.add(malformed("JSON", Bytes.ofUtf8("{\"temp\": 20.5}"), Refusal.NOT_CBOR));
    all.add(malformed("nothing", Bytes.EMPTY, Refusal.NOT_CBOR));
    all.add(malformed("a cut one", cut(right, 1), Refusal.NOT_CBOR));
    all.add(
        malformed(
            "a long tag", Bytes.ofHex("d812").concat(tail(right)), Refusal.NOT_DETERMINISTIC));
    all.add(
        malformed("two of them", right.encoded().concat(right.encoded()), Refusal.TRAILING_BYTES));
    all.add(malformed("deep arrays", Bytes.ofHex("81".repeat(40) + "00"), Refusal.TOO_DEEP));
    all.add(malformed("no COSE", Bytes.ofHex("83010203"), Refusal.WRONG_SHAPE));
    all.add(
        malformed("one header more", header(-8, 112, NAME, NAME, 0, 99), Refusal.UNKNOWN_FIELD));
    all.add(
        malformed(
            "no subject", claims(out -> out.map(1).integer(1).text(NAME)), Refusal.MISSING_FIELD));
    all.add(
        malformed(
            "boot of 33 bits", header(-8, 112, NAME, NAME, 1L << 32, 0), Refusal.OUT_OF_RANGE));
    all.add(
        malformed("a web page", header(-8, 112, NAME, "https://a.b/", 0, 0), Refusal.BAD_SUBJECT));
    all.add(malformed("a bare name", header(-8, 112, "box", NAME, 0, 0), Refusal.BAD_NAME));
    all.add(malformed("RS256", header(-257, 112, NAME, NAME, 0, 0), Refusal.UNKNOWN_ALGORITHM));
    all.add(malformed("text/plain", header(-8, 0, NAME, NAME, 0, 0), Refusal.UNKNOWN_CONTENT_TYPE));
    all.add(malformed("no pack", telemetry("80"), Refusal.WRONG_SHAPE));
    all.add(malformed("no reading", telemetry("81a1216174"), Refusal.BAD_TELEMETRY));
    all.add(malformed("no scan", event("a1016473636e6e"), Refusal.BAD_EVENT));
    all.add(
        new Wrong(
            "large",
            KNOWN.topic(),
            Bytes.owning(new byte[16_385]),
            Refusal.TOO_LARGE,
            MALFORMED,
            "4.13"));
    all.add(unauthorized("a stranger", STRANGER.says(1, 0), Refusal.UNKNOWN_DEVICE, "4.01"));
    TestDevice thief = new TestDevice(KNOWN.name(), STRANGER.key());
    all.add(unauthorized("a thief", thief.says(1, 0), Refusal.UNKNOWN_KEY, "4.01"));
    all.add(unauthorized("a revoked one", REVOKED.says(1, 0), Refusal.REVOKED_KEY, "4.03"));
    Sign1 scan = KNOWN.scans(1, 0, Subject.of(KNOWN.name()));
    all.add(unauthorized("no scanner", scan, Refusal.KIND_NOT_ALLOWED, "4.03"));
    Bytes forged = cut(right, 1).concat(Bytes.ofHex(lastByteTurned(right)));
    all.add(
        new Wrong(
            "a forgery", KNOWN.topic(), forged, Refusal.BAD_SIGNATURE, NOT_AUTHORIZED, "4.01"));
    return all;
  }

  private static Wrong malformed(String what, Bytes bytes, Refusal refusal) {
    return new Wrong(what, KNOWN.topic(), bytes, refusal, MALFORMED, "4.00");
  }

  private static Wrong unauthorized(String what, Sign1 signed, Refusal refusal, String coap) {
    String topic = "baymark/v1/" + signed.issuer();
    return new Wrong(what, topic, signed.encoded(), refusal, NOT_AUTHORIZED, coap);
  }

  /** A message of KNOWN with these header values; {@code extra} other than 0 is one more label. */
  private static Bytes header(
      int alg, int contentType, String issuer, String subject, long boot, int extra) {
    CborWriter header = new CborWriter().map(extra == 0 ? 4 : 5).integer(1).integer(alg);
    header.integer(3).integer(contentType).integer(4).bytes(KID).integer(15);
    header.map(3).integer(1).text(issuer).integer(2).text(subject).integer(-65537);
    header.array(3).integer(boot).integer(0).nil();
    if (extra != 0) {
      header.integer(extra).integer(0);
    }
    return sign1(header.toBytes(), PACK);
  }

  private static Bytes claims(Consumer<CborWriter> claims) {
    CborWriter header = new CborWriter().map(4).integer(1).integer(-8);
    header.integer(3).integer(112).integer(4).bytes(KID).integer(15);
    claims.accept(header);
    return sign1(header.toBytes(), PACK);
  }

  private static Bytes sign1(Bytes header, Bytes payload) {
    CborWriter out = new CborWriter().tag(18).array(4).bytes(header).map(0).bytes(payload);
    return out.bytes(Bytes.owning(new byte[64])).toBytes();
  }

  private static Bytes telemetry(String payload) {
    return KNOWN
        .sign(ContentType.TELEMETRY, 1, 0, Bytes.ofHex(payload), Subject.of(KNOWN.name()))
        .encoded();
  }

  private static Bytes event(String payload) {
    return KNOWN
        .sign(ContentType.EVENT, 1, 0, Bytes.ofHex(payload), Subject.of(KNOWN.name()))
        .encoded();
  }

  private static Bytes cut(Sign1 signed, int bytes) {
    return signed.encoded().slice(0, signed.encoded().size() - bytes);
  }

  private static Bytes tail(Sign1 signed) {
    return signed.encoded().slice(1, signed.encoded().size());
  }

  private static String lastByteTurned(Sign1 signed) {
    return "%02x".formatted((signed.encoded().at(signed.encoded().size() - 1) ^ 1) & 0xff);
  }
}
