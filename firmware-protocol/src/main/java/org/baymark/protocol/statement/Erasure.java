package org.baymark.protocol.statement;

import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.Sign1;

/**
 * What a statement hides was erased: ["baymark erasure v1", id, reason]. It stands where salt and
 * content stood, and is a statement about the same subject (PROTOCOL.md, section 6.4).
 *
 * @param erased id of the statement that hides
 * @param reason for people; 1 to 64 printable ASCII characters, and no personal data
 */
public record Erasure(Digest erased, String reason) implements Content {
  private static final String TYPE = "baymark erasure v1";

  public Erasure {
    if (!isReason(reason)) {
      throw new IllegalArgumentException("a reason has " + Text64.RULE);
    }
  }

  public static boolean isReason(String text) {
    return Text64.isOne(text);
  }

  /** What a reason has to be, for a person. */
  public static String rule() {
    return Text64.RULE;
  }

  @Override
  public Kind kind() {
    return Kind.ERASE;
  }

  static Erasure read(Sign1 signed) throws RefusalException {
    if (signed.claims().issuedAt().isEmpty()) {
      throw new RefusalException(Refusal.MISSING_FIELD, "an erasure says when: claim iat (6)");
    }
    CborReader in = CborReader.open(signed.payload());
    in.arrayOf(3);
    in.literal(TYPE);
    Digest erased = in.digest();
    int start = in.offset();
    String reason = in.text(Text64.SIZE_MAX);
    if (!Text64.isOne(reason)) {
      throw new RefusalException(Refusal.OUT_OF_RANGE, start, "a reason has " + Text64.RULE);
    }
    return new Erasure(erased, reason);
  }

  /** The deterministic payload. */
  public Bytes encoded() {
    return new CborWriter().array(3).text(TYPE).digest(erased).text(reason).toBytes();
  }
}
