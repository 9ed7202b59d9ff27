package org.baymark.gateway.admission;

import static org.baymark.gateway.GatewayFixture.join;
import static org.baymark.gateway.OutgoingFixture.ALLIANCE_KEY;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.TestNode;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.papers.AllianceKeys;
import org.baymark.protocol.papers.AllianceKeys.AllianceKey;
import org.baymark.protocol.papers.KeyEpoch;
import org.baymark.protocol.statement.Statement;
import org.baymark.protocol.statement.Unverified;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Under which key a statement will stand is said only where it is sure. */
class FilingTest {
  private static final Instant CHANGE = Instant.parse("2027-06-01T00:00:00Z");
  private static final TestDevice ONE = TestDevice.named("one", Suite.EDDSA);
  private static final Subject PALLET = Subject.ofSscc("106141412345678908");
  private static final AllianceKey OLD =
      new AllianceKey(new KeyEpoch(0, 0, OptionalLong.of(CHANGE.getEpochSecond())), ALLIANCE_KEY);
  private static final AllianceKey NEW =
      new AllianceKey(
          new KeyEpoch(1, CHANGE.getEpochSecond(), OptionalLong.empty()),
          Bytes.ofHex("07".repeat(32)));

  @TempDir Path folder;
  private TestNode node;
  private OutgoingFixture gateway;
  private int said;

  @BeforeEach
  void start() {
    node = OutgoingFixture.node();
    gateway = new OutgoingFixture(folder, node).with(ONE);
  }

  @AfterEach
  void stop() {
    gateway.close();
    node.close();
  }

  /** Takes a scan at a time, and asks for the subject key under which it will stand. */
  private Optional<Digest> taken(AllianceKeys keys, Instant at) {
    gateway.clock.set(at);
    Sign1 scan = ONE.scans(1, said++, PALLET);
    gateway.take(scan);
    Filing filing =
        new Filing(keys, gateway.batches, gateway.promises, gateway.statements, (n, bytes) -> 9);
    Statement statement =
        Unverified.parse(scan.encoded())
            .toOptional()
            .orElseThrow()
            .verifiedBy(ONE.key().verifyingKey())
            .orElseThrow();
    return join(gateway.database.write(transaction -> filing.due(transaction, statement, said)))
        .map(due -> due.statement().subjectKey());
  }

  private static Optional<Digest> under(AllianceKey key) {
    return Optional.of(key.keyOf(PALLET).subjectKey());
  }

  @Test
  void anEpochThatBeginsAmongThoseThatWaitLeavesItOpen() {
    AllianceKeys both = new AllianceKeys(List.of(OLD, NEW));
    assertEquals(under(OLD), taken(both, CHANGE.minusMillis(1)));
    assertEquals(Optional.empty(), taken(both, CHANGE), "the first that waits decides");
    assertEquals(Optional.empty(), taken(both, CHANGE.minusSeconds(9)), "the clock went back");
    gateway.seal();
    assertEquals(under(NEW), taken(both, CHANGE.plusSeconds(9)));
  }

  @Test
  void withoutTheKeyOfItsTimeNothingIsSaid() {
    AllianceKeys late = new AllianceKeys(List.of(NEW));
    assertEquals(Optional.empty(), taken(late, CHANGE.minusSeconds(1)));
  }
}
