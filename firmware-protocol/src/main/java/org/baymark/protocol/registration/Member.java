package org.baymark.protocol.registration;

import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborFields;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.Claims;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Signer;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.VerifyingKey;

/** One company of the alliance: who it is, where its node is reached, and with what it signs. */
public record Member(DevUrn name, Company company, Addresses addresses, Keys keys) {
  /** Of a company's name, a URL or an address, in bytes of UTF-8. */
  public static final int TEXT_MAX = 256;

  static final int VKEY_MAX = 2_560; // an ML-DSA-44 key in base64, and a name before it

  private static final int NAME = 1;
  private static final int COMPANY = 2;
  private static final int JURISDICTION = 3;
  private static final int URL = 4;
  private static final int PEER = 5;
  private static final int ORDER = 6;
  private static final int LOG = 7;
  private static final int COSIGNER = 8;
  private static final int REGISTRAR = 9;
  private static final int REPORTER = 10;
  private static final int GOVERNOR = 11;
  private static final int RECEIPTS = 12;
  private static final int CERTIFICATE = 13;
  private static final int SM2 = 14;
  private static final int ML_DSA = 15;
  private static final int FIELDS = 13;

  /**
   * @param name for a person
   * @param jurisdiction ISO 3166: {@code HK}, {@code MO}, {@code CN-GD}
   */
  public record Company(String name, String jurisdiction) {}

  /**
   * @param url of what its node serves to anyone
   * @param peer host:port where other members reach it for votes and for the log
   * @param order host:port where other members reach it for the order of commands
   */
  public record Addresses(String url, String peer, String order) {}

  /**
   * One key for each purpose: whoever steals one cannot do what the others are for.
   *
   * @param log C2SP vkey under the origin's name: signs the checkpoints that it serves
   * @param cosigner C2SP vkey of type 0x04: certifies heads
   * @param registrar signs registrations, revocations and key cards
   * @param reporter signs reports, stops and openings
   * @param governor signs proposals and votes
   * @param receipts ES256: signs receipts for tools that know no C2SP
   * @param certificate SHA-256 of the DER of its TLS certificate
   * @param sm2 C2SP vkey of a second, SM2 co-signature
   * @param mlDsa C2SP vkey of type 0x06: a second, ML-DSA-44 co-signature
   */
  public record Keys(
      String log,
      String cosigner,
      VerifyingKey registrar,
      VerifyingKey reporter,
      VerifyingKey governor,
      VerifyingKey receipts,
      Digest certificate,
      Optional<String> sm2,
      Optional<String> mlDsa) {}

  static Member read(CborReader in) throws RefusalException {
    CborFields fields = in.fields();
    fields.required(NAME);
    int nameAt = in.offset();
    DevUrn name = DevUrn.read(in.text(DevUrn.SIZE_MAX), nameAt);
    Company company =
        new Company(text(in, fields, COMPANY, TEXT_MAX), text(in, fields, JURISDICTION, TEXT_MAX));
    Addresses addresses =
        new Addresses(
            text(in, fields, URL, TEXT_MAX),
            text(in, fields, PEER, TEXT_MAX),
            text(in, fields, ORDER, TEXT_MAX));
    String log = text(in, fields, LOG, VKEY_MAX);
    String cosigner = text(in, fields, COSIGNER, VKEY_MAX);
    VerifyingKey registrar = key(in, fields, REGISTRAR);
    VerifyingKey reporter = key(in, fields, REPORTER);
    VerifyingKey governor = key(in, fields, GOVERNOR);
    VerifyingKey receipts = key(in, fields, RECEIPTS);
    fields.required(CERTIFICATE);
    Digest certificate = in.digest();
    Optional<String> sm2 = optional(in, fields, SM2);
    Optional<String> mlDsa = optional(in, fields, ML_DSA);
    fields.end();
    Keys keys =
        new Keys(log, cosigner, registrar, reporter, governor, receipts, certificate, sm2, mlDsa);
    return new Member(name, company, addresses, keys);
  }

  private static String text(CborReader in, CborFields fields, int label, int sizeMax)
      throws RefusalException {
    fields.required(label);
    return in.text(sizeMax);
  }

  private static Optional<String> optional(CborReader in, CborFields fields, int label)
      throws RefusalException {
    return fields.optional(label) ? Optional.of(in.text(VKEY_MAX)) : Optional.empty();
  }

  private static VerifyingKey key(CborReader in, CborFields fields, int label)
      throws RefusalException {
    fields.required(label);
    return VerifyingKey.read(in);
  }

  void write(CborWriter out) {
    int more = (keys.sm2().isPresent() ? 1 : 0) + (keys.mlDsa().isPresent() ? 1 : 0);
    out.map(FIELDS + more).integer(NAME).text(name.text());
    out.integer(COMPANY).text(company.name()).integer(JURISDICTION).text(company.jurisdiction());
    out.integer(URL).text(addresses.url()).integer(PEER).text(addresses.peer());
    out.integer(ORDER).text(addresses.order());
    out.integer(LOG).text(keys.log()).integer(COSIGNER).text(keys.cosigner());
    out.integer(REGISTRAR).raw(keys.registrar().encoded());
    out.integer(REPORTER).raw(keys.reporter().encoded());
    out.integer(GOVERNOR).raw(keys.governor().encoded());
    out.integer(RECEIPTS).raw(keys.receipts().encoded());
    out.integer(CERTIFICATE).digest(keys.certificate());
    keys.sm2().ifPresent(vkey -> out.integer(SM2).text(vkey));
    keys.mlDsa().ifPresent(vkey -> out.integer(ML_DSA).text(vkey));
  }

  /** What the genesis and a proposal hold of it. */
  public Bytes encoded() {
    CborWriter out = new CborWriter();
    write(out);
    return out.toBytes();
  }

  /** Its card: the public file that it hands to the other members, signed by its registrar key. */
  public Sign1 signCard(Signer registrar, long issuedAt) {
    Claims claims = new Claims(name, Subject.of(name), OptionalLong.of(issuedAt), Optional.empty());
    return Sign1.sign(registrar, ContentType.MEMBER, claims, encoded());
  }

  /** The member of a card, if the registrar key that is on it signed it. */
  public static Parsed<Member> parseCard(Sign1 card) {
    Parsed<Member> read =
        card.inPayload(
            () -> {
              card.expect(ContentType.MEMBER);
              Registration.demandIssuedAt(card);
              CborReader in = CborReader.open(card.payload());
              Member member = Member.read(in);
              if (!card.issuer().equals(member.name())
                  || !card.subject().text().equals(member.name().text())) {
                throw new RefusalException(
                    Refusal.BAD_SUBJECT, "a card is by the member on it, and about itself");
              }
              return member;
            });
    return Parsed.of(
        () -> {
          Member member = read.orRefuse();
          if (!card.signedBy(member.keys().registrar())) {
            throw new RefusalException(
                Refusal.BAD_SIGNATURE, "not signed by the registrar key on the card");
          }
          return member;
        });
  }
}
