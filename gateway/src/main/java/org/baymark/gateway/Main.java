package org.baymark.gateway;

import java.time.InstantSource;
import org.baymark.gateway.cli.Commands;
import org.baymark.gateway.running.Gateway;

/** The gateway's program. */
public final class Main {
  private Main() {}

  public static void main(String... words) {
    // Of TLS 1.2: a client could have one connection shake hands again and again. Read once by
    // Java.
    System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    InstantSource clock = InstantSource.system();
    System.exit(Commands.run(folder -> Gateway.run(folder, clock), words));
  }
}
