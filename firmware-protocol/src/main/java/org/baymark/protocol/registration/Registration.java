package org.baymark.protocol.registration;

import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
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
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.statement.Kind;

/**
 * A key under a name, and what it may say. As a log entry a member signs it; inside a {@link
 * Request} a gateway asks for it.
 *
 * @param name the device or gateway that speaks with this key
 * @param owner whose it is, 1 to 64 bytes of UTF-8
 * @param kinds at least one; {@link Kind#BATCH} makes it a gateway
 * @param validFrom seconds since 1970
 */
public record Registration(
    DevUrn name, VerifyingKey key, String owner, Set<Kind> kinds, long validFrom) {
  public static final int OWNER_SIZE_MAX = 64;

  private static final int KEY = 1;
  private static final int OWNER = 2;
  private static final int KINDS = 3;
  private static final int VALID_FROM = 4;

  public Registration {
    kinds = Set.copyOf(kinds);
  }

  public boolean isGateway() {
    return kinds.contains(Kind.BATCH);
  }

  /** The registration that a member signed. Its signature is not checked here. */
  public static Parsed<Registration> parse(Sign1 signed) {
    return signed.inPayload(
        () -> {
          signed.expect(ContentType.REGISTRATION);
          demandIssuedAt(signed);
          DevUrn name = DevUrn.read(signed.subject().text(), -1);
          return read(name, CborReader.open(signed.payload()));
        });
  }

  static void demandIssuedAt(Sign1 signed) throws RefusalException {
    if (signed.claims().issuedAt().isEmpty()) {
      throw new RefusalException(Refusal.MISSING_FIELD, "the claim iat (6) is missing");
    }
  }

  static Registration read(DevUrn name, CborReader in) throws RefusalException {
    CborFields fields = in.fields();
    fields.required(KEY);
    VerifyingKey key = VerifyingKey.read(in);
    fields.required(OWNER);
    int ownerAt = in.offset();
    String owner = in.text(OWNER_SIZE_MAX);
    if (owner.isEmpty()) {
      throw new RefusalException(Refusal.OUT_OF_RANGE, ownerAt, "an empty owner");
    }
    fields.required(KINDS);
    Set<Kind> kinds = kinds(in);
    fields.required(VALID_FROM);
    long validFrom = in.unsigned(Position.U53_MAX);
    fields.end();
    return new Registration(name, key, owner, kinds, validFrom);
  }

  private static Set<Kind> kinds(CborReader in) throws RefusalException {
    int count = in.array(1, Kind.values().length);
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    String before = "";
    for (int i = 0; i < count; i++) {
      int start = in.offset();
      String name = in.text(32);
      if (name.compareTo(before) <= 0) {
        throw new RefusalException(Refusal.NOT_DETERMINISTIC, start, "kinds out of order");
      }
      before = name;
      kinds.add(
          Kind.ofWireName(name)
              .orElseThrow(
                  () -> new RefusalException(Refusal.OUT_OF_RANGE, start, "no kind " + name)));
    }
    return kinds;
  }

  /** The deterministic payload. */
  public Bytes encoded() {
    CborWriter out = new CborWriter().map(4).integer(KEY).raw(key.encoded());
    out.integer(OWNER).text(owner).integer(KINDS).array(kinds.size());
    Set<String> names = new TreeSet<>();
    kinds.forEach(kind -> names.add(kind.wireName()));
    names.forEach(out::text);
    return out.integer(VALID_FROM).integer(validFrom).toBytes();
  }

  /** The log entry: signed by {@code registrar}, a member's key. */
  public Sign1 sign(Signer registrar, DevUrn member, long issuedAt) {
    Claims claims =
        new Claims(member, Subject.of(name), OptionalLong.of(issuedAt), Optional.empty());
    return Sign1.sign(registrar, ContentType.REGISTRATION, claims, encoded());
  }
}
