package org.baymark.sim.sign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.baymark.protocol.Version;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Claims;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.statement.Unverified;
import org.baymark.sim.shell.ExitCode;
import org.baymark.sim.shell.Unusable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code baymark sim sign}: one statement into a file. */
@Command(
    name = "sign",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Signs one statement of a device into a file, for mosquitto_pub or coap-client to deliver,"
          + " and prints its id. The first 32 digits of the id are what the device's next statement"
          + " names as --previous. With --record it signs nothing, and prints nothing."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:Done.",
      "2:The key file cannot be used, or FILE cannot be written.",
      "64:The command line is wrong."
    })
public final class SignCommand implements Callable<Integer> {
  private final InstantSource clock;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--key", paramLabel = "FILE", required = true, description = "The key file.")
  private Path key = Path.of("");

  @Option(names = "--name", paramLabel = "URN", required = true, description = "Who speaks.")
  private String name = "";

  @Option(
      names = "--subject",
      paramLabel = "SUBJECT",
      description =
          "What it is about. Default: what the label of --scan names, else the device itself.")
  private Optional<String> subject = Optional.empty();

  @Option(
      names = "--boot",
      paramLabel = "N",
      required = true,
      description = "How often the device has started.")
  private long boot;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Numbering numbering = new Numbering();

  /** What is made: a statement, or a record. */
  private static final class Numbering {
    @Option(
        names = "--seq",
        paramLabel = "N",
        description = "Number of the statement since that start, from 0.")
    private Optional<Long> seq = Optional.empty();

    @Option(
        names = "--record",
        paramLabel = "N",
        description =
            "Number of the record since that start, from 0: --telemetry goes without a signature.")
    private Optional<Long> record = Optional.empty();
  }

  @Option(
      names = "--previous",
      paramLabel = "HEX",
      description = "First 16 bytes of the id of the statement before it. Default: not known.")
  private Optional<String> previous = Optional.empty();

  @Option(
      names = "--iat",
      paramLabel = "SECONDS",
      description = "When it was signed, in seconds since 1970, or 'none'. Default: now.")
  private Optional<String> issuedAt = Optional.empty();

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Saying saying = new Saying();

  @Option(
      names = "--place",
      paramLabel = "GLN",
      description = "Where an event happens: https://id.gs1.org/414/...")
  private Optional<String> place = Optional.empty();

  @Option(
      names = "--party",
      paramLabel = "GLN",
      description = "The other side of a handover: https://id.gs1.org/417/...")
  private Optional<String> party = Optional.empty();

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      description =
          "Of a hello: the device means to say something at least that often, 1 to 604800.")
  private Optional<Integer> interval = Optional.empty();

  @Option(
      names = "--media-type",
      paramLabel = "TYPE",
      defaultValue = "text/plain",
      description = "What --hide hides is. Default: ${DEFAULT-VALUE}.")
  private String mediaType = "";

  @Option(names = "--out", paramLabel = "FILE", required = true, description = "The statement.")
  private Path out = Path.of("");

  public SignCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException {
    Sign1 signed;
    try {
      Instant now = clock.instant();
      SigningKey signer = KeyFile.read(key);
      if (numbering.record.isPresent()) {
        write(saying.record(signer.verifyingKey().kid(), boot, numbering.record.get(), now));
        return ExitCode.DONE;
      }
      DevUrn device = new DevUrn(name);
      Claims claims =
          new Claims(
              device,
              subject.map(Subject::new).or(saying::scanned).orElse(Subject.of(device)),
              issuedAt(now),
              Optional.of(position()));
      if (saying.hidden().isPresent()) {
        return hide(Hiding.of(signer, claims, mediaType, saying.hidden().get()));
      }
      Saying.Said said =
          saying.said(
              place.map(Subject::new),
              party.map(Subject::new),
              interval.map(Duration::ofSeconds),
              now);
      signed = Sign1.sign(signer, said.type(), claims, said.payload());
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
    Optional<String> refused =
        Unverified.parse(signed.encoded())
            .match(ok -> Optional.empty(), no -> Optional.of(no.text()));
    if (refused.isPresent()) {
      throw usage("no gateway would take this statement: " + refused.get());
    }
    write(signed.encoded());
    spec.commandLine().getOut().println(signed.id());
    return ExitCode.DONE;
  }

  private int hide(Hiding hiding) throws IOException {
    hiding.writeReveal(out);
    write(hiding.signed().encoded());
    spec.commandLine().getOut().println(hiding.signed().id());
    return ExitCode.DONE;
  }

  private void write(Bytes message) throws IOException {
    try {
      Files.write(out, message.toArray());
    } catch (IOException e) {
      throw Unusable.unwritten(out, e);
    }
  }

  private ParameterException usage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  private Position position() {
    int digits = 2 * Position.PREVIOUS_SIZE;
    if (previous.isPresent() && !previous.get().matches("[0-9A-Fa-f]{" + digits + "}")) {
      throw new IllegalArgumentException(
          "--previous is " + digits + " hexadecimal digits, not '" + previous.get() + "'");
    }
    long seq = numbering.seq.orElseThrow(() -> new IllegalArgumentException("--seq N is missing"));
    return new Position(boot, seq, previous.map(Bytes::ofHex), OptionalLong.empty());
  }

  private OptionalLong issuedAt(Instant now) {
    if (issuedAt.isEmpty()) {
      return OptionalLong.of(now.getEpochSecond());
    }
    if (issuedAt.get().equals("none")) {
      return OptionalLong.empty();
    }
    try {
      long seconds = Long.parseLong(issuedAt.get());
      if (seconds >= 0 && seconds <= Position.U53_MAX) {
        return OptionalLong.of(seconds);
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException("--iat is a number of seconds since 1970, or 'none'");
  }
}
