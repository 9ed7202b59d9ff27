package org.baymark.gateway.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.baymark.gateway.config.ConfigText;
import org.baymark.gateway.config.GatewayConfig;
import org.baymark.gateway.exit.CommandFailure;
import org.baymark.gateway.folder.AllianceFile;
import org.baymark.gateway.folder.GatewayFolder;
import org.baymark.gateway.folder.SmallFile;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.file.SafeFiles;
import org.baymark.protocol.papers.AllianceKeys;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.registration.Request;
import org.baymark.protocol.statement.Kind;

/** A gateway's folder that is made: all of it or nothing. */
final class NewFolder {
  private NewFolder() {}

  /** Makes the folder. */
  static void make(NewOptions options, String name, InstantSource clock) {
    make(options, name, clock, List.of(), (config, key) -> true);
  }

  /**
   * Makes the folder with more in it, and answers what {@code filling} does.
   *
   * @param more what {@code filling} makes. None of it may be there before, so that all of it is
   *     ours to take back
   * @param filling puts in what else belongs there, before the folder counts as whole
   */
  static <T> T make(
      NewOptions options,
      String name,
      InstantSource clock,
      List<Path> more,
      BiFunction<GatewayConfig, SigningKey, T> filling) {
    GatewayFolder folder = options.folder();
    Instant now = clock.instant();
    GatewayConfig config = options.config(name, now);
    AllianceKeys secrets = AllianceFile.keys(options.allianceKey());
    List<Path> made = Stream.concat(folder.made().stream(), more.stream()).toList();
    Optional<Path> there = made.stream().filter(Files::exists).findFirst();
    if (there.isPresent()) {
      throw CommandFailure.failed(
          there.get() + " is there already, and nothing was changed; choose another folder");
    }
    SecureRandom random = new SecureRandom();
    SigningKey key = SigningKey.generate(Suite.EDDSA, random);
    try {
      makePrivate(folder.path());
      makePrivate(folder.path().resolve("keys"));
      SmallFile.writePrivately(folder.key(), line(key.encodedSecret()));
      folder.writeCoapKey(random);
      SmallFile.writePrivately(folder.token(), token(random));
      SmallFile.writePrivately(folder.metricsToken(), token(random));
      SmallFile.writePrivately(folder.allianceKey(), Bytes.ofUtf8(secrets.toText()));
      SmallFile.write(folder.policy(), Bytes.ofUtf8(SmallFile.text(options.alliance())));
      SmallFile.write(folder.card(), card(config, key, now));
      T filled = filling.apply(config, key);
      SmallFile.write(folder.config(), Bytes.ofUtf8(ConfigText.of(config)));
      return filled;
    } catch (RuntimeException e) {
      takeBack(made);
      throw e;
    }
  }

  /** The request to be registered as a gateway: what the alliance admits. */
  private static Bytes card(GatewayConfig config, SigningKey key, Instant at) {
    long now = at.getEpochSecond();
    Registration wish =
        new Registration(
            config.name(), key.verifyingKey(), config.owner(), Set.of(Kind.BATCH), now);
    return new Request.Register(wish).sign(key, config.name(), now).encoded();
  }

  private static Bytes token(SecureRandom random) {
    byte[] token = new byte[32];
    random.nextBytes(token);
    return line(Bytes.owning(token));
  }

  private static Bytes line(Bytes value) {
    return Bytes.ofUtf8(value.hex() + "\n");
  }

  private static void makePrivate(Path folder) {
    try {
      SafeFiles.makeFolder(folder);
    } catch (IOException e) {
      throw CommandFailure.failed("cannot make the folder " + folder + ": " + e.getMessage());
    }
  }

  private static void takeBack(List<Path> made) {
    for (Path each : made.stream().filter(Files::exists).toList()) {
      try (Stream<Path> all = Files.walk(each)) {
        for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      } catch (IOException | UncheckedIOException e) {
        System.err.println("baymark: cannot take back " + each + ": " + e.getMessage());
      }
    }
  }
}
