package org.baymark.protocol.voting;

import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.merkle.TreeHead;

/**
 * The member whose turn it is chooses the stop set that an epoch begins with.
 *
 * @param epoch that it opens, from 1
 * @param stopSet digest of the set
 */
public record Opening(String origin, long epoch, Digest stopSet, Sign1 signed) {
  /** In bytes. */
  public static final int SIZE_MAX = Report.SIZE_MAX;

  private static final String KIND = "baymark opening v1";

  public static Opening say(Voice voice, String origin, long epoch, Digest stopSet) {
    CborWriter payload = new CborWriter().array(4).text(KIND).text(origin);
    payload.integer(epoch).digest(stopSet);
    return new Opening(origin, epoch, stopSet, voice.say(ContentType.OPENING, payload));
  }

  public static Parsed<Opening> parse(Bytes encoded) {
    return Parsed.of(() -> parse(Sign1.read(encoded, SIZE_MAX)).orRefuse());
  }

  public static Parsed<Opening> parse(Sign1 signed) {
    return signed.inPayload(
        () -> {
          CborReader in = Voice.open(signed, ContentType.OPENING, KIND, 4);
          String origin = in.text(Voice.ORIGIN_SIZE_MAX);
          return new Opening(origin, in.unsignedFrom1(TreeHead.SIZE_MAX), in.digest(), signed);
        });
  }

  public DevUrn member() {
    return signed.issuer();
  }
}
