package org.baymark.protocol.batch;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.Claims;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.merkle.MerkleTree;

/**
 * A gateway's word for one commit, signed once for all statements in it: each of them will stand,
 * under the subject key that is named beside it, in a batch of this number or an earlier one.
 *
 * @param number of the batch by which it will be filed; from 1
 * @param count how many statements; from 1
 * @param root of the tree over {@link Promised#leaf} of each
 */
public record Acknowledgement(long number, long count, Digest root) {
  private static final String KIND = "baymark ack v1";

  /**
   * A statement that a gateway promises to file.
   *
   * @param id of the statement
   * @param subjectKey K under which it will stand: so that nobody has to be believed about it
   */
  public record Promised(Digest id, Digest subjectKey) {
    private static final String KIND = "baymark acked v1";

    /** The leaf's bytes, which name their kind. */
    public Bytes leaf() {
      return new CborWriter().array(3).text(KIND).digest(id).digest(subjectKey).toBytes();
    }
  }

  public Acknowledgement {
    Counts.checkFrom1(number, "batch number");
    Counts.checkFrom1(count, "statements of a commit");
  }

  /** The promise to file all these, in this order, by the batch {@code number}. */
  public static Acknowledgement of(long number, List<Promised> promised) {
    return new Acknowledgement(number, promised.size(), tree(promised).root());
  }

  /** What {@link #of} has the root of: whoever signs it gives each sender its path in it. */
  public static MerkleTree tree(List<Promised> promised) {
    return MerkleTree.of(promised.stream().map(Promised::leaf).toList());
  }

  /** Parses what {@code signed} acknowledges; whether its gateway signed it is not asked here. */
  public static Parsed<Acknowledgement> parse(Sign1 signed) {
    return signed.inPayload(
        () -> {
          signed.expect(ContentType.ACK);
          if (!signed.subject().text().equals(signed.issuer().text())) {
            throw new RefusalException(Refusal.BAD_SUBJECT, "a gateway gives its own word only");
          }
          CborReader in = CborReader.open(signed.payload());
          in.arrayOf(4);
          in.literal(KIND);
          return new Acknowledgement(Counts.readFrom1(in), Counts.readFrom1(in), in.digest());
        });
  }

  /** The bytes that are signed. */
  public Bytes payload() {
    CborWriter out = new CborWriter().array(4).text(KIND).integer(number).integer(count);
    return out.digest(root).toBytes();
  }

  public Sign1 sign(SigningKey key, DevUrn gateway) {
    Claims claims =
        new Claims(gateway, Subject.of(gateway), OptionalLong.empty(), Optional.empty());
    return Sign1.sign(key, ContentType.ACK, claims, payload());
  }
}
