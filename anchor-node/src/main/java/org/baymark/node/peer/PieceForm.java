package org.baymark.node.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.node.sequence.Piece;
import org.baymark.node.store.Place;
import org.baymark.node.store.StoredEntry;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.merkle.TreeHead;

/** A piece of the log as bytes: [first, size of the log, [? order, term, index], [* entry]]. */
final class PieceForm {
  /** In bytes: more than a group of commands that was committed at once can hold. */
  static final int SIZE_MAX = 24 << 20;

  private static final int ENTRY_SIZE_MAX = 65_535;
  private static final int SUBJECT_ENTRY_SIZE_MAX = 128;
  private static final int ORDER_SIZE = 16;

  private PieceForm() {}

  static Bytes encode(Piece piece) {
    CborWriter out = new CborWriter().array(4);
    out.integer(piece.first()).integer(piece.logSize());
    piece
        .place()
        .ifPresentOrElse(
            place -> out.array(3).bytes(place.order()).integer(place.term()).integer(place.index()),
            () -> out.array(0));
    out.array(piece.entries().size());
    for (StoredEntry stored : piece.entries()) {
      out.array(2).bytes(stored.octets()).array(stored.subjects().size());
      stored.subjects().forEach(subject -> out.bytes(subject.encode()));
    }
    return out.toBytes();
  }

  static Parsed<Piece> parse(Bytes encoded) {
    return Parsed.of(() -> read(encoded));
  }

  private static Piece read(Bytes encoded) throws RefusalException {
    CborReader in = CborReader.open(encoded);
    in.arrayOf(4);
    long first = in.unsigned(TreeHead.SIZE_MAX);
    long size = in.unsigned(TreeHead.SIZE_MAX);
    Optional<Place> place = place(in);
    int count = in.array(0, encoded.size());
    List<StoredEntry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      in.arrayOf(2);
      Bytes octets = in.bytes(ENTRY_SIZE_MAX);
      int many = in.array(0, encoded.size());
      List<SubjectEntry> subjects = new ArrayList<>();
      for (int j = 0; j < many; j++) {
        subjects.add(SubjectEntry.parse(in.bytes(SUBJECT_ENTRY_SIZE_MAX)).orRefuse());
      }
      entries.add(new StoredEntry(first + i, octets, subjects, Optional.empty()));
    }
    return new Piece(first, entries, place, size);
  }

  private static Optional<Place> place(CborReader in) throws RefusalException {
    if (in.array(0, 3) == 0) {
      return Optional.empty();
    }
    Bytes order = in.bytes(ORDER_SIZE);
    long term = in.unsigned(TreeHead.SIZE_MAX);
    return Optional.of(new Place(order, term, in.unsigned(TreeHead.SIZE_MAX)));
  }
}
