package org.baymark.protocol.papers;

import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.protocol.batch.ShipmentKey;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborFields;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.Claims;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Signer;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;

/**
 * A shipment key that a member of the alliance vouches for: what lies with the shipment's papers.
 * Nobody else can tell whether a k is the one that gateways file the shipment under. That one
 * exists says that it is well-formed; whether its member signed it, {@link #signedBy} says.
 *
 * @param signed the original bytes; iss is the member, sub the shipment, iat the date
 */
public record KeyCard(Sign1 signed, ShipmentKey key, KeyEpoch epoch) {
  /** In bytes, of a card; a name and a subject of the longest sort fit. */
  public static final int SIZE_MAX = 1_024;

  /** What the text begins with; like all of it, in the characters of a QR code's smallest mode. */
  public static final String PREFIX = "BAYMARK-KEY-CARD:1:";

  /** In characters; with the prefix and Base45. */
  public static final int TEXT_MAX = PREFIX.length() + SIZE_MAX / 2 * 3;

  private static final int K = 1;
  private static final int EPOCH = 2;
  private static final int FROM = 3;
  private static final int UNTIL = 4;

  /** Signs a card for a shipment. */
  public static KeyCard sign(
      Signer registrar, DevUrn member, ShipmentKey key, KeyEpoch epoch, long issuedAt) {
    Claims claims = new Claims(member, key.subject(), OptionalLong.of(issuedAt), Optional.empty());
    CborWriter out = new CborWriter().map(4).integer(K).bytes(key.k());
    out.integer(EPOCH).integer(epoch.number()).integer(FROM).integer(epoch.from());
    out.integer(UNTIL);
    epoch.until().ifPresentOrElse(out::integer, out::nil);
    Sign1 signed = Sign1.sign(registrar, ContentType.KEY_CARD, claims, out.toBytes());
    return parse(signed)
        .match(
            card -> card,
            refused -> {
              throw new IllegalArgumentException(refused.text());
            });
  }

  /** The card that {@code signed} is. Its signature is not checked here. */
  public static Parsed<KeyCard> parse(Sign1 signed) {
    return signed.inPayload(() -> read(signed));
  }

  /** Parses a card's bytes. */
  public static Parsed<KeyCard> parse(Bytes encoded) {
    return Parsed.of(() -> parse(Sign1.read(encoded, SIZE_MAX)).orRefuse());
  }

  private static KeyCard read(Sign1 signed) throws RefusalException {
    signed.expect(ContentType.KEY_CARD);
    if (signed.claims().issuedAt().isEmpty()) {
      throw new RefusalException(Refusal.MISSING_FIELD, "the claim iat (6) is missing");
    }
    if (signed.subject().isDevice()) {
      String what = "the key of a device is no secret: no card is made of it";
      throw new RefusalException(Refusal.BAD_SUBJECT, what);
    }
    CborReader in = CborReader.open(signed.payload());
    CborFields fields = in.fields();
    fields.required(K);
    Bytes k = in.bytesOf(ShipmentKey.SIZE);
    fields.required(EPOCH);
    long number = in.unsigned(Position.U53_MAX);
    fields.required(FROM);
    long from = in.unsigned(Position.U53_MAX);
    fields.required(UNTIL);
    KeyEpoch epoch = KeyEpoch.read(number, from, in);
    fields.end();
    return new KeyCard(signed, new ShipmentKey(signed.subject(), k), epoch);
  }

  /** Parses the text of its QR code: one spelling, nothing before or after it. */
  public static Parsed<KeyCard> parseText(String text) {
    return Parsed.of(
        () -> {
          if (text.length() > TEXT_MAX) {
            throw new RefusalException(Refusal.TOO_LARGE, "a text above " + TEXT_MAX);
          }
          if (!text.startsWith(PREFIX)) {
            throw new RefusalException(
                Refusal.WRONG_SHAPE, 0, "the text of a key card begins with " + PREFIX);
          }
          Bytes encoded =
              Base45.decode(text.substring(PREFIX.length()))
                  .orElseThrow(
                      () ->
                          new RefusalException(
                              Refusal.WRONG_SHAPE, PREFIX.length(), "not Base45 (RFC 9285)"));
          return Parsed.at(PREFIX.length(), parse(encoded)::orRefuse);
        });
  }

  /** The bytes behind a text that begins like a card's, whatever they are. */
  public static Optional<Bytes> bytesOf(String text) {
    return Base45.behind(PREFIX, text, TEXT_MAX);
  }

  /** What stands in the QR code. */
  public String text() {
    return PREFIX + Base45.encode(signed.encoded());
  }

  /** A key card file: the text of the code and a newline, so that what was scanned is a file. */
  public static Parsed<KeyCard> parseFile(String file) {
    return parseText(file.endsWith("\n") ? file.substring(0, file.length() - 1) : file);
  }

  public DevUrn member() {
    return signed.issuer();
  }

  /** Seconds since 1970, by the member's clock. */
  public long issuedAt() {
    return signed.claims().issuedAt().orElseThrow();
  }

  /** Until when it speaks for what gateways do, in seconds since 1970. */
  public long speaksUntil() {
    return epoch.until().orElse(issuedAt() + KeyEpoch.NOTICE_SECONDS);
  }

  /** Whether gateways file its shipment under its key in a batch that was opened then. */
  public boolean speaksOf(long openedMillis) {
    return epoch.holds(openedMillis) && Math.floorDiv(openedMillis, 1000L) < speaksUntil();
  }

  public boolean signedBy(VerifyingKey registrar) {
    return signed.signedBy(registrar);
  }

  /** The member among these that its name says; whether that one signed it is another matter. */
  public Optional<Member> memberAmong(Members members) {
    return members.member(member());
  }

  /** Whether it was signed by the one of {@code members} whom it names. */
  public boolean isOf(Members members) {
    return members.signed(signed);
  }
}
