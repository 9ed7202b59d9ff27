package org.baymark.node.sequence;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.baymark.node.Alliance;
import org.baymark.node.TestGateway;
import org.baymark.node.ledger.Command;
import org.baymark.protocol.index.Era;
import org.baymark.protocol.statement.Kind;

/** A short life of a log, with every kind of command. */
final class Script {
  private Script() {}

  static List<Command> commands() {
    TestGateway gateway = TestGateway.of("gateway");
    List<Command> commands = new ArrayList<>();
    commands.add(new Command.Found(Alliance.GENESIS));
    commands.add(new Command.Close(Era.FIRST));
    commands.add(new Command.Admit(Alliance.registered(gateway.name(), Kind.BATCH)));
    commands.add(new Command.Admit(Alliance.registered(Alliance.SENSOR, Kind.TELEMETRY)));
    for (int i = 1; i <= 4; i++) {
      commands.add(
          gateway.filed(
              gateway.seal(TestGateway.about("pallet", i), TestGateway.about("crate " + i, 1))));
      if (i % 2 == 0) {
        commands.add(new Command.Close(Era.FIRST));
      }
    }
    commands.add(new Command.Admit(Alliance.revoked(Alliance.SENSOR, OptionalLong.empty())));
    commands.add(new Command.Close(Era.FIRST));
    commands.add(new Command.Admit(Alliance.revoked(gateway.name(), OptionalLong.of(4))));
    return commands;
  }
}
