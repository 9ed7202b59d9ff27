package org.baymark.gateway.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.baymark.gateway.exit.CommandFailure;
import org.baymark.gateway.exit.ExitCode;
import org.baymark.gateway.folder.SmallFile;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Subject;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code passport}. */
@Command(
    name = "passport",
    description =
        "Asks the running gateway for the proof of all that it anchored about a shipment or a"
            + " device. Whoever has the file and a trust file can check it: 'baymark verify'.",
    sortOptions = false)
final class PassportCommand implements Callable<Integer> {
  @Mixin private final OfGateway of = new OfGateway();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Where the passport goes; usually named *.baymark.")
  private Path out = Path.of("");

  @Option(
      names = "--shipment-key-out",
      paramLabel = "FILE",
      description = "Where the shipment's key goes: for its papers, and for those who may know it.")
  private @Nullable Path shipmentKeyOut;

  @Option(
      names = "--epoch",
      paramLabel = "N",
      description =
          "Of which alliance key, where it changed while the shipment was on its way. Usual: the"
              + " newest under which something was filed.")
  private @Nullable Integer epoch;

  @Option(
      names = "--short",
      description =
          "Leave out what members co-signed in other algorithms beside Ed25519: some kilobytes"
              + " less, and not enough for a trust file that asks for them.")
  private boolean isShort;

  @Parameters(
      paramLabel = "SUBJECT",
      description = "A GS1 Digital Link (https://id.gs1.org/00/...) or a device's URN.")
  private String subject = "";

  @Override
  public Integer call() {
    Subject about = about();
    GatewayCaller gateway = of.caller();
    String query =
        "?sub="
            + URLEncoder.encode(about.text(), StandardCharsets.UTF_8)
            + (epoch == null ? "" : "&epoch=" + epoch);
    GatewayCaller.Noted passport =
        gateway.getNoted("/passports" + query + (isShort ? "&short=yes" : ""));
    SmallFile.write(out.toAbsolutePath(), passport.body());
    System.err.println("wrote " + out + " (" + passport.body().size() + " bytes)");
    passport.note().map(Commands::printable).ifPresent(System.err::println);
    if (shipmentKeyOut != null) {
      Bytes key = gateway.getBytes("/shipment-keys" + query);
      SmallFile.writePrivately(shipmentKeyOut.toAbsolutePath(), key);
      System.err.println("wrote " + shipmentKeyOut + ": keep it with the shipment's papers");
    }
    return ExitCode.OK;
  }

  private Subject about() {
    try {
      return new Subject(subject);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    }
  }
}
