package org.baymark.sim.obey;

import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.command.Command;
import org.baymark.protocol.command.Order;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.enrolment.Proof;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.statement.Reading;
import org.baymark.sim.alliance.GatewayApi;
import org.baymark.sim.fleet.Obedience;
import org.baymark.sim.fleet.VirtualDevice;
import org.baymark.sim.sign.KeyFile;
import org.baymark.sim.uplink.Answer;
import org.baymark.sim.uplink.Ear;
import org.baymark.sim.uplink.Uplink;

/** One device that reports, listens, and obeys. */
final class Servant {
  private static final long AGAIN_MILLIS = 500;
  private static final int ATTEMPTS = 20;
  private static final int REGISTRATION_SECONDS = 120;
  private static final Duration LISTEN = Duration.ofSeconds(1);

  private final DevUrn name;
  private final Path keyFile;
  private final Path memoryFile;
  private final Registration gateway;
  private final GatewayApi api;
  private final Uplink uplink;
  private final Ear ear;
  private final InstantSource machine;
  private final PrintWriter out;

  private SigningKey key;
  private MemoryFile memory;
  private VirtualDevice device;

  /**
   * @param gateway whom it obeys: name and key
   * @param memory as it was before this start
   */
  Servant(
      DevUrn name,
      Path keyFile,
      Path memoryFile,
      MemoryFile memory,
      Registration gateway,
      GatewayApi api,
      Uplink uplink,
      Ear ear,
      InstantSource machine,
      PrintWriter out)
      throws IOException {
    this.name = name;
    this.keyFile = keyFile;
    this.memoryFile = memoryFile;
    this.gateway = gateway;
    this.api = api;
    this.uplink = uplink;
    this.ear = ear;
    this.machine = machine;
    this.out = out;
    this.key = KeyFile.read(keyFile);
    this.memory = memory;
    this.device = start();
  }

  /** The number of the start is on the disk before anything bears it (section 15.1). */
  private VirtualDevice start() throws IOException {
    memory = memory.started();
    memory.write(memoryFile);
    return new VirtualDevice(
        name, key, memory.boot(), VirtualDevice.Schedule.NEVER, (index, at) -> List.of());
  }

  private Instant now() {
    return memory.obedience().clock(machine.instant());
  }

  /** Serves until {@code end} by the machine's clock; how many commands it obeyed. */
  int serve(Instant end) throws IOException, InterruptedException {
    int obeyed = 0;
    say(device.hello(now(), memory.obedience().every()));
    Instant due = machine.instant();
    while (machine.instant().isBefore(end)) {
      if (!machine.instant().isBefore(due)) {
        report();
        due = machine.instant().plus(memory.obedience().every());
      }
      Optional<Bytes> message = ear.next(LISTEN);
      if (message.isPresent() && hear(message.get())) {
        obeyed++;
        due = machine.instant().plus(memory.obedience().every());
      }
    }
    return obeyed;
  }

  private void report() throws IOException, InterruptedException {
    Reading reading = Reading.of(name + ":t", "Cel", BigDecimal.ZERO, new BigDecimal("4.5"));
    say(device.measure(List.of(reading), now()));
  }

  /** Whether it was a command to obey. */
  private boolean hear(Bytes message) throws IOException, InterruptedException {
    Optional<Obedience.Obeyed> obeyed =
        memory
            .obedience()
            .take(
                message, name, key.verifyingKey(), gateway.name(), gateway.key(), machine.instant())
            .match(
                Optional::of,
                no -> {
                  out.println("refused: " + no.text());
                  out.flush();
                  return Optional.empty();
                });
    if (obeyed.isEmpty()) {
      return false;
    }
    memory = memory.with(obeyed.get().after()); // on the disk before it is done
    memory.write(memoryFile);
    obey(obeyed.get().command());
    return true;
  }

  private void obey(Command command) throws IOException, InterruptedException {
    if (command.order().kind() == Order.Kind.ROLL_OVER) {
      rollOver();
    } else {
      say(device.hello(now(), memory.obedience().every()));
    }
    out.println(
        "obeyed command "
            + command.number()
            + ": "
            + command.order()
            + ("; the clock says " + now().getEpochSecond()));
    out.flush();
  }

  /** By section 10.1; its operator stands beside it and hands the order in. */
  private void rollOver() throws IOException, InterruptedException {
    Path nextFile = keyFile.resolveSibling(keyFile.getFileName() + ".next");
    Files.deleteIfExists(nextFile); // of a roll-over that led to nothing
    SigningKey next = SigningKey.generate(key.verifyingKey().suite(), new SecureRandom());
    KeyFile.write(nextFile, next);
    api.rollOver(Proof.rollOver(key, next, name).encoded());
    Instant latest = machine.instant().plusSeconds(REGISTRATION_SECONDS);
    while (!api.isRegistered(name, next.verifyingKey())) {
      if (machine.instant().isAfter(latest)) {
        throw new IOException("the log does not hold the new key of " + name + " yet");
      }
      Thread.sleep(AGAIN_MILLIS); // the alliance has its pace
    }
    Files.move(nextFile, keyFile, StandardCopyOption.REPLACE_EXISTING);
    key = next;
    device = start();
    say(device.hello(now(), memory.obedience().every()));
  }

  /** Sends the same bytes until they are acknowledged. */
  private void say(Sign1 said) throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      Answer answer;
      try {
        answer = uplink.send(name, said.encoded()).get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("an uplink's answer never fails", e);
      }
      if (answer.outcome() == Answer.Outcome.ACCEPTED) {
        return;
      }
      if (answer.outcome() == Answer.Outcome.REFUSED || attempt == ATTEMPTS) {
        throw new IOException("a statement was not accepted: " + answer.text());
      }
      Thread.sleep(AGAIN_MILLIS);
    }
  }
}
