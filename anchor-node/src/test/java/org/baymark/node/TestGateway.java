package org.baymark.node;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.baymark.node.ledger.Command;
import org.baymark.protocol.batch.Batch;
import org.baymark.protocol.batch.BatchHeader;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.merkle.TreeHead;

/** A gateway's chain of batches. {@link #seal} looks at it, {@link #filed} moves it on. */
public final class TestGateway {
  private final DevUrn name;
  private final SigningKey key;
  private long number;
  private Optional<Digest> previous = Optional.empty();

  public TestGateway(DevUrn name) {
    this(name, Alliance.key(name.text()));
  }

  public TestGateway(DevUrn name, SigningKey key) {
    this.name = name;
    this.key = key;
  }

  public static TestGateway of(String suffix) {
    return new TestGateway(new DevUrn("urn:dev:org:32473-" + suffix));
  }

  public DevUrn name() {
    return name;
  }

  public SigningKey key() {
    return key;
  }

  public long number() {
    return number;
  }

  public Optional<Digest> previous() {
    return previous;
  }

  /** {@code n} statements about the subject of this name; the statements themselves are nowhere. */
  public static SubjectEntry about(String subject, long n) {
    return new SubjectEntry(
        Digest.sha256(Bytes.ofUtf8(subject)), n, Digest.sha256(Bytes.ofUtf8(subject + n)));
  }

  /** The next batch, of these subjects. */
  public Command.FileBatch seal(SubjectEntry... subjects) {
    return seal(Optional.empty(), subjects);
  }

  public Command.FileBatch seal(Optional<TreeHead> lastSeen, SubjectEntry... subjects) {
    List<SubjectEntry> sorted = new ArrayList<>(List.of(subjects));
    Collections.sort(sorted, java.util.Comparator.comparing(SubjectEntry::subjectKey));
    return new Command.FileBatch(header(lastSeen, sorted).sign(key, name), sorted);
  }

  /** The header that {@link #seal} signs. */
  public BatchHeader header(Optional<TreeHead> lastSeen, List<SubjectEntry> sorted) {
    return new BatchHeader(
        number + 1,
        previous,
        lastSeen,
        0,
        1,
        sorted.stream().mapToLong(SubjectEntry::n).sum(),
        sorted.size(),
        Batch.root(name, number + 1, sorted));
  }

  /** The log took this batch. */
  public Command.FileBatch filed(Command.FileBatch batch) {
    number++;
    previous = Optional.of(batch.header().id());
    return batch;
  }

  /** The body of POST /batches. */
  public static Bytes body(Sign1 header, List<SubjectEntry> subjects) {
    CborWriter out = new CborWriter().array(2).bytes(header.encoded()).array(subjects.size());
    subjects.forEach(subject -> out.bytes(subject.encode()));
    return out.toBytes();
  }
}
