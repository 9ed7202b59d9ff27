package org.baymark.node.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.baymark.node.Alliance;
import org.baymark.node.TestGateway;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.index.Era;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.statement.Kind;

/** A log with a gateway that filed two batches, and a sensor, under one closed checkpoint. */
final class Fixture {
  final Ledger ledger = new Ledger();
  final TestGateway gateway = TestGateway.of("gateway");

  Fixture() {
    take(new Command.Found(Alliance.GENESIS));
    admit(Alliance.registered(gateway.name(), Kind.BATCH));
    admit(Alliance.registered(Alliance.SENSOR, Kind.TELEMETRY));
    file(gateway.seal(TestGateway.about("pallet", 2), TestGateway.about("crate", 1)));
    file(gateway.seal(TestGateway.about("pallet", 3)));
    close();
  }

  /** Applies what must be taken. */
  Result.Appended take(Command command) {
    return assertInstanceOf(Result.Appended.class, ledger.apply(command));
  }

  Result.Appended admit(Sign1 signed) {
    return take(new Command.Admit(signed));
  }

  Result.Appended file(Command.FileBatch batch) {
    Result.Appended taken = take(batch);
    gateway.filed(batch);
    return taken;
  }

  ClosedLog close() {
    return assertInstanceOf(Result.Closed.class, ledger.apply(new Command.Close(Era.FIRST))).log();
  }

  private record Everything(TreeHead head, Digest index, String closed) {}

  private Everything everything() {
    return new Everything(ledger.head(), ledger.indexRoot(), String.valueOf(ledger.closed()));
  }

  /** Applies what breaks exactly this rule; nothing may have changed afterwards. */
  void rejects(Rejection expected, Command command) {
    Everything before = everything();
    Result result = ledger.apply(command);
    assertEquals(
        expected, assertInstanceOf(Result.Rejected.class, result).rejection(), result.toString());
    assertEquals(before, everything(), "a rejected command changed the log");
  }

  /** Applies what the log holds already; nothing may have changed afterwards. */
  void already(long index, Command command) {
    Everything before = everything();
    Result.Already result = assertInstanceOf(Result.Already.class, ledger.apply(command));
    assertEquals(index, result.index());
    assertEquals(before, everything(), "the same entry again changed the log");
  }
}
