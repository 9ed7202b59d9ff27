package org.baymark.protocol.cose;

import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborFields;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;

/**
 * Who speaks, about what, when and where in its history (CWT claims in a COSE header, RFC 9597).
 *
 * @param issuer who signed; claim 1
 * @param subject what it is about; claim 2
 * @param issuedAt seconds since 1970 by the signer's clock; claim 6, absent without a clock
 * @param position in the signer's own history; claim -65537, on statements of devices only
 */
public record Claims(
    DevUrn issuer, Subject subject, OptionalLong issuedAt, Optional<Position> position) {
  private static final int ISS = 1;
  private static final int SUB = 2;
  private static final int IAT = 6;
  private static final int POSITION = -65537;

  static Claims read(CborReader in) throws RefusalException {
    CborFields fields = in.fields();
    fields.required(ISS);
    int issuerAt = in.offset();
    DevUrn issuer = DevUrn.read(in.text(DevUrn.SIZE_MAX), issuerAt);
    fields.required(SUB);
    int subjectAt = in.offset();
    Subject subject = Subject.read(in.text(Subject.SIZE_MAX), subjectAt);
    OptionalLong issuedAt =
        fields.optional(IAT)
            ? OptionalLong.of(in.unsigned(Position.U53_MAX))
            : OptionalLong.empty();
    Optional<Position> position =
        fields.optional(POSITION) ? Optional.of(Position.read(in)) : Optional.empty();
    fields.end();
    return new Claims(issuer, subject, issuedAt, position);
  }

  void write(CborWriter out) {
    int count = 2 + (issuedAt.isPresent() ? 1 : 0) + (position.isPresent() ? 1 : 0);
    out.map(count).integer(ISS).text(issuer.text()).integer(SUB).text(subject.text());
    issuedAt.ifPresent(seconds -> out.integer(IAT).integer(seconds));
    position.ifPresent(
        place -> {
          out.integer(POSITION);
          place.write(out);
        });
  }

  /** Demands a position on what devices say, and none on anything else. */
  void fit(ContentType type, int offset) throws RefusalException {
    if (type.byDevice() && position.isEmpty()) {
      throw new RefusalException(Refusal.MISSING_FIELD, offset, "a device names its position");
    }
    if (!type.byDevice() && position.isPresent()) {
      throw new RefusalException(Refusal.UNKNOWN_FIELD, offset, "only devices have a position");
    }
  }
}
