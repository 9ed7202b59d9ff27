package org.baymark.protocol.batch;

import java.util.List;
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
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.merkle.TreeHead;

/**
 * What a gateway signs for a batch. Its times are what the gateway's clock said: they are reported,
 * not judged, so a clock that went back does not stop the chain.
 *
 * @param number counts the gateway's batches from 1
 * @param previous id of the header before this one; absent in batch 1 only
 * @param lastSeen the last checkpoint that the gateway had seen: the batch is younger than it
 * @param openedMillis since 1970
 * @param sealedMillis since 1970
 * @param statements of all subjects together
 * @param subjects entries of the batch tree, without its leaf 0
 * @param root of the batch tree
 */
public record BatchHeader(
    long number,
    Optional<Digest> previous,
    Optional<TreeHead> lastSeen,
    long openedMillis,
    long sealedMillis,
    long statements,
    long subjects,
    Digest root) {
  public BatchHeader {
    Optional<String> fault = fault(number, previous, statements, subjects);
    if (fault.isPresent()) {
      throw new IllegalArgumentException(fault.get());
    }
  }

  private static Optional<String> fault(
      long number, Optional<Digest> previous, long statements, long subjects) {
    if (number < 1) {
      return Optional.of("batch number " + number);
    }
    if (previous.isEmpty() != (number == 1)) {
      return Optional.of("batch 1, and no other, has none before it");
    }
    if (subjects < 1 || statements < subjects) {
      return Optional.of(statements + " statements about " + subjects + " subjects");
    }
    return Optional.empty();
  }

  /** Parses the header that {@code signed} is; whether its gateway signed it is not asked here. */
  public static Parsed<BatchHeader> parse(Sign1 signed) {
    return signed.inPayload(() -> read(signed));
  }

  private static BatchHeader read(Sign1 signed) throws RefusalException {
    signed.expect(ContentType.BATCH);
    if (!signed.subject().text().equals(signed.issuer().text())) {
      throw new RefusalException(Refusal.BAD_SUBJECT, "a gateway speaks of its own batches only");
    }
    if (signed.claims().issuedAt().isPresent()) {
      throw new RefusalException(Refusal.UNKNOWN_FIELD, "a header carries its times itself");
    }
    CborReader in = CborReader.open(signed.payload());
    CborFields fields = in.fields();
    long number = unsigned(in, fields, 1);
    fields.required(2);
    Optional<Digest> previous = in.skipNull() ? Optional.empty() : Optional.of(in.digest());
    fields.required(3);
    Optional<TreeHead> seen = in.skipNull() ? Optional.empty() : Optional.of(TreeHead.read(in));
    long opened = unsigned(in, fields, 4);
    long sealed = unsigned(in, fields, 5);
    long statements = unsigned(in, fields, 6);
    long subjects = unsigned(in, fields, 7);
    fields.required(8);
    Digest root = in.digest();
    fields.end();
    Optional<String> fault = fault(number, previous, statements, subjects);
    if (fault.isPresent()) {
      throw new RefusalException(Refusal.OUT_OF_RANGE, fault.get());
    }
    return new BatchHeader(number, previous, seen, opened, sealed, statements, subjects, root);
  }

  private static long unsigned(CborReader in, CborFields fields, long label)
      throws RefusalException {
    fields.required(label);
    return in.unsigned(Position.U53_MAX);
  }

  /** The bytes that are signed. */
  public Bytes payload() {
    CborWriter out = new CborWriter().map(8).integer(1).integer(number).integer(2);
    previous.ifPresentOrElse(out::digest, out::nil);
    out.integer(3);
    lastSeen.ifPresentOrElse(head -> head.write(out), out::nil);
    out.integer(4).integer(openedMillis).integer(5).integer(sealedMillis);
    out.integer(6).integer(statements).integer(7).integer(subjects);
    return out.integer(8).digest(root).toBytes();
  }

  public Sign1 sign(SigningKey key, DevUrn gateway) {
    Claims claims =
        new Claims(gateway, Subject.of(gateway), OptionalLong.empty(), Optional.empty());
    return Sign1.sign(key, ContentType.BATCH, claims, payload());
  }

  /**
   * Whether these entries, foreign ones too, are the batch of {@code gateway} behind this header.
   */
  public boolean covers(DevUrn gateway, List<SubjectEntry> entries) {
    if (entries.size() != subjects || !Batch.isOrdered(entries)) {
      return false;
    }
    long left = statements;
    for (SubjectEntry entry : entries) {
      left -= Math.min(left + 1, entry.n()); // never below -1: a sum of counts may pass 2^63
    }
    return left == 0 && Batch.root(gateway, number, entries).equals(root);
  }
}
