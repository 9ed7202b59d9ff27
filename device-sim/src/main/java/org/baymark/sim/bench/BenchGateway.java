package org.baymark.sim.bench;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.baymark.protocol.batch.Batch;
import org.baymark.protocol.batch.BatchHeader;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.registration.Request;
import org.baymark.protocol.statement.Kind;

/**
 * A gateway as the alliance sees it: a name, a key, and a chain of headers about subjects that come
 * again and again. One thread uses it.
 */
final class BenchGateway {
  /** That its batches are about, in turns. */
  static final int SUBJECTS = 1_000;

  private final DevUrn name;
  private final SigningKey key;
  private final SecureRandom random;
  private final List<Digest> subjects = new ArrayList<>();
  private long number;
  private Optional<Digest> previous = Optional.empty();

  BenchGateway(DevUrn name, SecureRandom random) {
    this.name = name;
    this.key = SigningKey.generate(Suite.EDDSA, random);
    this.random = random;
    for (int i = 0; i < SUBJECTS; i++) {
      subjects.add(draw());
    }
  }

  /** What asks a member to register it. */
  Bytes card(Instant now) {
    long seconds = now.getEpochSecond();
    Registration wish =
        new Registration(name, key.verifyingKey(), "bench", Set.of(Kind.BATCH), seconds);
    return new Request.Register(wish).sign(key, name, seconds).encoded();
  }

  /** Its next batch, of so many subjects with one statement each, as it is handed in. */
  Bytes next(int count, Instant now) {
    List<SubjectEntry> entries = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int which = (int) ((number * count + i) % SUBJECTS);
      entries.add(new SubjectEntry(subjects.get(which), 1, draw()));
    }
    number++;
    entries.sort(Comparator.comparing(SubjectEntry::subjectKey));
    long millis = now.toEpochMilli();
    Digest root = Batch.root(name, number, entries);
    BatchHeader header =
        new BatchHeader(number, previous, Optional.empty(), millis, millis, count, count, root);
    Sign1 signed = header.sign(key, name);
    previous = Optional.of(signed.id());
    CborWriter body = new CborWriter().array(2).bytes(signed.encoded()).array(entries.size());
    entries.forEach(entry -> body.bytes(entry.encode()));
    return body.toBytes();
  }

  /** Keys of subjects look like this to a member: it does not know what they are of. */
  private Digest draw() {
    byte[] drawn = new byte[Digest.SIZE];
    random.nextBytes(drawn);
    return Digest.of(Bytes.owning(drawn));
  }
}
