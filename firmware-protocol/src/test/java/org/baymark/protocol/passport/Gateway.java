package org.baymark.protocol.passport;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.baymark.protocol.batch.Batch;
import org.baymark.protocol.batch.BatchHeader;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.merkle.TreeHead;

/** A gateway that files whatever it is told, and keeps it. */
final class Gateway {
  final Speaker self;
  private final World world;
  private final Map<Digest, List<Sign1>> open = new HashMap<>();
  private UnaryOperator<Sign1> pen = signed -> signed;
  private long number;
  private Optional<Digest> previous = Optional.empty();

  Gateway(World world, Speaker self) {
    this.world = world;
    this.self = self;
  }

  /** Takes statements, each under its own subject. */
  Gateway take(Sign1... statements) {
    for (Sign1 statement : statements) {
      takeUnder(statement.subject(), statement);
    }
    return this;
  }

  /** Files a statement where it may not belong. */
  Gateway takeUnder(Subject subject, Sign1 statement) {
    Digest subjectKey = world.subjectKey(subject);
    open.computeIfAbsent(subjectKey, key -> new ArrayList<>()).add(statement);
    return this;
  }

  /** Signs its next headers with a bit turned. */
  Gateway forges() {
    pen = Lie::forged;
    return this;
  }

  /** Gives its next batch the number after this one. */
  Gateway countsOnFrom(long last) {
    number = last;
    previous = last == 0 ? Optional.empty() : Optional.of(Digest.sha256());
    return this;
  }

  /** Names a batch that never was as its last. */
  Gateway losesItsThread() {
    previous = Optional.of(Digest.sha256());
    return this;
  }

  Gateway seal() {
    long now = world.tick();
    return sealAt(Optional.empty(), 1000 * (now - 5), 1000 * now, self.key);
  }

  Gateway sealAt(
      Optional<TreeHead> lastSeen, long openedMillis, long sealedMillis, SigningKey key) {
    number++;
    Batch batch = Batch.seal(self.name, number, open);
    BatchHeader header =
        new BatchHeader(
            number,
            previous,
            lastSeen,
            openedMillis,
            sealedMillis,
            batch.statements(),
            batch.subjects().size(),
            batch.root());
    Sign1 signed = pen.apply(header.sign(key, self.name));
    previous = Optional.of(signed.id());
    world.file(signed, header, batch);
    open.clear();
    return this;
  }
}
