package org.baymark.gateway.batch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.baymark.gateway.store.BatchLog.Filed;
import org.baymark.gateway.store.BatchLog.Sealed;
import org.baymark.gateway.store.Statements.Stored;
import org.baymark.protocol.batch.Batch;
import org.baymark.protocol.batch.BatchHeader;
import org.baymark.protocol.batch.SubjectTree;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.papers.AllianceKeys;
import org.baymark.protocol.papers.AllianceKeys.AllianceKey;
import org.baymark.protocol.statement.Unverified;

/**
 * Makes a batch of statements: pure, and the same for the same statements.
 *
 * @param allianceKeys turn subjects into the keys that the log knows them by
 */
record Sealing(DevUrn gateway, SigningKey key, AllianceKeys allianceKeys) {

  /**
   * What comes before the batch.
   *
   * @param number of the batch to make
   * @param previous id of the header before it
   * @param lastSeen the newest head of the log that the gateway has accepted
   */
  record Place(long number, Optional<Digest> previous, Optional<TreeHead> lastSeen) {}

  /**
   * @param statements at least one, from consecutive rows
   */
  Sealed seal(Place place, List<Stored> statements, Instant now) {
    Map<Subject, List<Sign1>> bySubject = new HashMap<>();
    Map<Digest, Long> rows = new HashMap<>(); // by id: a whole statement is slow to hash
    for (Stored statement : statements) {
      Sign1 signed = parsed(statement);
      bySubject.computeIfAbsent(signed.subject(), subject -> new ArrayList<>()).add(signed);
      rows.put(signed.id(), statement.row());
    }
    AllianceKey blinding = blinding(opened(statements));
    Map<Digest, List<Sign1>> byKey = new HashMap<>();
    bySubject.forEach((subject, signed) -> byKey.put(blinding.keyOf(subject).subjectKey(), signed));
    Batch batch = Batch.seal(gateway, place.number(), byKey);
    Sign1 header = header(place, statements, batch, now).sign(key, gateway);
    List<Filed> filed = new ArrayList<>();
    for (int i = 0; i < batch.entries().size(); i++) {
      SubjectTree tree = batch.subjects().get(i);
      List<Long> members = tree.statements().stream().map(each -> rows.get(each.id())).toList();
      filed.add(new Filed(batch.entries().get(i), members));
    }
    long firstRow = statements.get(0).row();
    long lastRow = statements.get(statements.size() - 1).row();
    return new Sealed(place.number(), header, firstRow, lastRow, filed, now);
  }

  /** PROTOCOL.md, section 24.1: what the header says of its opening chooses the key. */
  private AllianceKey blinding(Instant opened) {
    return allianceKeys
        .at(opened.toEpochMilli())
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "alliance.key has no key of the time "
                        + opened
                        + ", from which statements wait; get the whole file from a member"));
  }

  private static Instant opened(List<Stored> statements) {
    return statements.get(0).received();
  }

  private static BatchHeader header(
      Place place, List<Stored> statements, Batch batch, Instant now) {
    return new BatchHeader(
        place.number(),
        place.previous(),
        place.lastSeen(),
        opened(statements).toEpochMilli(),
        now.toEpochMilli(),
        batch.statements(),
        batch.entries().size(),
        batch.root());
  }

  private static Sign1 parsed(Stored statement) {
    return Sign1.parse(statement.encoded(), Unverified.SIZE_MAX)
        .match(
            signed -> signed,
            refused -> {
              throw new IllegalStateException(
                  "the statement in row "
                      + statement.row()
                      + " was accepted and does not parse: "
                      + refused.text());
            });
  }
}
