package org.baymark.protocol.passport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalLong;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.statement.Kind;

/** The files of an honest journey, for the tests of the command line. */
public final class PassportFiles {
  public static final Instant NOW = Instant.ofEpochSecond(World.START + 86_400);

  public final Path whole;
  public final Path partial;
  public final Path tampered;
  public final Path trust;
  public final Path halves;
  public final Path shipmentKey;
  public final Path otherKey;

  public PassportFiles(Path folder) throws IOException {
    Journey journey = new Journey();
    Papers papers = journey.papers();
    Bytes file = papers.together().encoded();
    whole = write(folder, "whole.baymark", file);
    Sets.withhold(papers, 0, 1);
    partial = write(folder, "partial.baymark", papers.together().encoded());
    byte[] octets = file.toArray();
    octets[octets.length - 1] ^= 1; // in the signature of the last statement
    tampered = write(folder, "tampered.baymark", Bytes.owning(octets));
    trust = write(folder, "trust.policy", journey.world.alliance.policyText());
    halves = write(folder, "halves.policy", journey.world.alliance.halvesText());
    shipmentKey = write(folder, "shipment.key", key(journey, Journey.SHIPMENT));
    otherKey = write(folder, "other.key", key(journey, Journey.OTHER));
  }

  private static String key(Journey journey, Subject subject) {
    return journey.world.shipmentKey(subject).toText();
  }

  private static Path write(Path folder, String name, String text) throws IOException {
    return write(folder, name, Bytes.ofUtf8(text));
  }

  private static Path write(Path folder, String name, Bytes file) throws IOException {
    return Files.write(folder.resolve(name), file.unsafeArray());
  }

  /** A passport whose origin and revocation reason are meant for a terminal, and its trust file. */
  public static void writeSpeakingToTerminals(Path folder, String words) throws IOException {
    World world = new World();
    Gateway gateway = world.gateway("gw");
    Speaker scanner = world.device("scanner", Kind.SCAN);
    gateway.take(scanner.scans(Journey.SHIPMENT)).seal();
    world.revoke(scanner, OptionalLong.empty(), words);
    write(folder, "words.baymark", Papers.issue(world, Journey.SHIPMENT).together().encoded());
    write(folder, "words.policy", world.alliance.policyText());
  }
}
