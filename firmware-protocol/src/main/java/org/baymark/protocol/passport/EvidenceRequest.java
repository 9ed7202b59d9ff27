package org.baymark.protocol.passport;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;

/**
 * What a gateway asks a member for.
 *
 * @param subjects at least one
 * @param keys thumbprints of the keys that signed the statements
 */
public record EvidenceRequest(List<Asked> subjects, List<Digest> keys) {
  private static final String TYPE = "baymark evidence request v1";
  private static final int LIST_MAX = 65_536;

  /** A subject by its K, and which of its filings: all, or those from one header to another. */
  public record Asked(Digest subjectKey, Optional<Range> range) {}

  /** Both ends belong to it. */
  public record Range(Digest firstHeader, Digest lastHeader) {}

  public EvidenceRequest {
    subjects = List.copyOf(subjects);
    keys = List.copyOf(keys);
  }

  public static Parsed<EvidenceRequest> parse(Bytes encoded) {
    return Parsed.of(() -> read(CborReader.open(encoded)));
  }

  private static EvidenceRequest read(CborReader in) throws RefusalException {
    in.arrayOf(3);
    in.literal(TYPE);
    List<Asked> subjects = new ArrayList<>();
    for (int left = in.array(1, LIST_MAX); left > 0; left--) {
      in.arrayOf(2);
      Digest subjectKey = in.digest();
      if (in.skipNull()) {
        subjects.add(new Asked(subjectKey, Optional.empty()));
      } else {
        in.arrayOf(2);
        subjects.add(new Asked(subjectKey, Optional.of(new Range(in.digest(), in.digest()))));
      }
    }
    List<Digest> keys = new ArrayList<>();
    for (int left = in.array(0, LIST_MAX); left > 0; left--) {
      keys.add(in.digest());
    }
    return new EvidenceRequest(subjects, keys);
  }

  public Bytes encoded() {
    CborWriter out = new CborWriter().array(3).text(TYPE).array(subjects.size());
    for (Asked asked : subjects) {
      out.array(2).digest(asked.subjectKey());
      asked
          .range()
          .ifPresentOrElse(
              range -> out.array(2).digest(range.firstHeader()).digest(range.lastHeader()),
              out::nil);
    }
    out.array(keys.size());
    keys.forEach(out::digest);
    return out.toBytes();
  }
}
