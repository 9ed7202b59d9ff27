package org.baymark.protocol.voting;

import java.util.OptionalLong;
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
 * A member's word to whoever handed in an entry: every certified head of this height or a greater
 * one holds it.
 *
 * @param entry its id
 * @param index where it stood when this was signed, which binds nobody; empty if nowhere yet
 * @param deadline a height as index seals count them, from 1
 * @param signed what the member signed; whether it did, the {@link Electorate} knows
 */
public record LogPromise(
    String origin, Digest entry, OptionalLong index, long deadline, Sign1 signed) {
  /** In bytes: the longest origin and the longest name fit twice. */
  public static final int SIZE_MAX = Report.SIZE_MAX;

  private static final String KIND = "baymark log promise v1";

  public static LogPromise say(
      Voice voice, String origin, Digest entry, OptionalLong index, long deadline) {
    CborWriter payload = new CborWriter().array(5).text(KIND).text(origin).digest(entry);
    index.ifPresentOrElse(payload::integer, payload::nil);
    payload.integer(deadline);
    Sign1 signed = voice.say(ContentType.LOG_PROMISE, payload);
    return new LogPromise(origin, entry, index, deadline, signed);
  }

  public static Parsed<LogPromise> parse(Bytes encoded) {
    return Parsed.of(() -> parse(Sign1.read(encoded, SIZE_MAX)).orRefuse());
  }

  public static Parsed<LogPromise> parse(Sign1 signed) {
    return signed.inPayload(
        () -> {
          CborReader in = Voice.open(signed, ContentType.LOG_PROMISE, KIND, 5);
          String origin = in.text(Voice.ORIGIN_SIZE_MAX);
          Digest entry = in.digest();
          OptionalLong index =
              in.skipNull()
                  ? OptionalLong.empty()
                  : OptionalLong.of(in.unsigned(TreeHead.SIZE_MAX));
          return new LogPromise(origin, entry, index, in.unsignedFrom1(TreeHead.SIZE_MAX), signed);
        });
  }

  public DevUrn member() {
    return signed.issuer();
  }
}
