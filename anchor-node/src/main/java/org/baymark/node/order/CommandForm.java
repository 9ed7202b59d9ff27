package org.baymark.node.order;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.node.ledger.Command;
import org.baymark.node.ledger.Ledger;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.index.Era;
import org.baymark.protocol.merkle.TreeHead;

/**
 * A command as bytes: what members hand one another, and what lies in the order. An array of the
 * entry and its subject entries; of the era alone for the command that closes a checkpoint.
 */
public final class CommandForm {
  /** In bytes: of a body of 8 MiB, and what stands around it. */
  public static final int SIZE_MAX = (8 << 20) + 65_536;

  private static final int SUBJECT_ENTRY_SIZE_MAX = 128;

  private CommandForm() {}

  public static Bytes encode(Command command) {
    if (command instanceof Command.Close close) {
      CborWriter out = new CborWriter().array(1).array(2).integer(close.era().epoch());
      close.era().stopSet().ifPresentOrElse(out::digest, out::nil);
      return out.toBytes();
    }
    List<SubjectEntry> subjects = command.beside();
    CborWriter out = new CborWriter().array(2);
    out.bytes(command.entry().orElseThrow().encoded()).array(subjects.size());
    subjects.forEach(subject -> out.bytes(subject.encode()));
    return out.toBytes();
  }

  /** The command that these bytes are. No rule of the log is asked here. */
  public static Parsed<Command> parse(Bytes encoded) {
    return Parsed.of(() -> read(encoded));
  }

  private static Command read(Bytes encoded) throws RefusalException {
    CborReader in = CborReader.open(encoded);
    if (in.array(1, 2) == 1) {
      return new Command.Close(era(in));
    }
    Sign1 entry = Sign1.read(in.bytes(Ledger.ENTRY_SIZE_MAX), Ledger.ENTRY_SIZE_MAX);
    int start = in.offset();
    int count = in.array(0, encoded.size());
    List<SubjectEntry> subjects = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      subjects.add(SubjectEntry.parse(in.bytes(SUBJECT_ENTRY_SIZE_MAX)).orRefuse());
    }
    if (count > 0 && entry.contentType() != ContentType.BATCH) {
      throw new RefusalException(Refusal.WRONG_SHAPE, start, "subjects beside no batch");
    }
    return Command.ofEntry(entry, subjects);
  }

  /** [epoch, stop set / null]. */
  private static Era era(CborReader in) throws RefusalException {
    int start = in.offset();
    in.arrayOf(2);
    long epoch = in.unsigned(TreeHead.SIZE_MAX);
    Optional<Digest> stopSet = in.skipNull() ? Optional.empty() : Optional.of(in.digest());
    if (!Era.isValid(epoch, stopSet)) {
      throw new RefusalException(Refusal.OUT_OF_RANGE, start, "epoch 0 begins with no stop set");
    }
    return new Era(epoch, stopSet);
  }
}
