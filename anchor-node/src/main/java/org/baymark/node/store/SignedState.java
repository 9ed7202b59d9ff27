package org.baymark.node.store;

import java.util.Optional;
import org.baymark.node.voting.Minute;
import org.baymark.node.voting.Recorded;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.voting.Certificate;
import org.baymark.protocol.voting.Head;
import org.baymark.protocol.voting.Opened;
import org.baymark.protocol.voting.Report;

/**
 * How far a member's votes had come: what the ten rules bind it to.
 *
 * @param reporter thumbprint of the key that it reports with
 * @param epoch that it was in, opened by {@code stopSet}; empty in epoch 0
 * @param reported the longest in that epoch
 * @param signed the longest that it co-signed in that epoch
 * @param stops one more than the last epoch that it stopped; 0 before the first
 * @param highest of the certificates that it held: a later stop has to carry it
 */
record SignedState(
    Digest reporter,
    long epoch,
    Optional<Digest> stopSet,
    Optional<Head> reported,
    Optional<Head> signed,
    long stops,
    Optional<Head> highest) {
  private static final String KIND = "baymark signed v1";

  static SignedState of(Digest reporter, Recorded recorded) {
    return new SignedState(
        reporter,
        recorded.epoch(),
        recorded.opened().map(SignedState::stopSet),
        recorded.report().map(Report::head),
        recorded.signed().map(Minute.Signed::head),
        recorded.stopped() + 1,
        recorded.highest().map(Certificate::head));
  }

  private static Digest stopSet(Opened opened) {
    return opened.opening().stopSet();
  }

  /** What a record lacks of this, for its operator; empty if it goes as far or further. */
  Optional<String> missing(Recorded recorded) {
    SignedState now = of(reporter, recorded);
    if (now.epoch < epoch) {
      return Optional.of("the beginning of epoch " + epoch);
    }
    if (stops - 1 >= now.epoch && now.stops < stops) {
      return Optional.of("its stop of epoch " + (stops - 1));
    }
    Optional<Head> lost = highest.filter(head -> !goesAsFar(head, now.highest));
    if (lost.isPresent()) {
      return lost.map(head -> "the certificate of the head " + head);
    }
    if (now.epoch > epoch) {
      return Optional.empty(); // what it did in an epoch that has ended binds it no more
    }
    if (!now.stopSet.equals(stopSet)) {
      return Optional.of("how epoch " + epoch + " began");
    }
    return reported
        .filter(head -> !goesAsFar(head, now.reported))
        .map(head -> "its report of the head " + head)
        .or(
            () ->
                signed
                    .filter(head -> !goesAsFar(head, now.signed))
                    .map(head -> "its co-signature of the head " + head));
  }

  private static boolean goesAsFar(Head then, Optional<Head> now) {
    return now.filter(head -> Head.BY_RANK.compare(head, then) > 0 || head.equals(then))
        .isPresent();
  }

  Bytes encoded() {
    CborWriter out = new CborWriter().array(8).text(KIND).digest(reporter).integer(epoch);
    stopSet.ifPresentOrElse(out::digest, out::nil);
    head(out, reported);
    head(out, signed);
    out.integer(stops);
    head(out, highest);
    return out.toBytes();
  }

  private static void head(CborWriter out, Optional<Head> head) {
    if (head.isEmpty()) {
      out.nil();
    } else {
      out.array(3).integer(head.get().epoch()).integer(head.get().size());
      out.digest(head.get().root());
    }
  }

  static Parsed<SignedState> parse(Bytes encoded) {
    return Parsed.of(() -> read(encoded));
  }

  private static SignedState read(Bytes encoded) throws RefusalException {
    CborReader in = CborReader.open(encoded);
    in.arrayOf(8);
    in.literal(KIND);
    return new SignedState(
        in.digest(),
        in.unsigned(TreeHead.SIZE_MAX),
        in.skipNull() ? Optional.empty() : Optional.of(in.digest()),
        head(in),
        head(in),
        in.unsigned(TreeHead.SIZE_MAX),
        head(in));
  }

  private static Optional<Head> head(CborReader in) throws RefusalException {
    if (in.skipNull()) {
      return Optional.empty();
    }
    in.arrayOf(3);
    return Optional.of(
        new Head(in.unsigned(TreeHead.SIZE_MAX), in.unsignedFrom1(TreeHead.SIZE_MAX), in.digest()));
  }
}
