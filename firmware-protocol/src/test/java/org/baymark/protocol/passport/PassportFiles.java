package org.baymark.protocol.passport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalLong;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.statement.Erasure;
import org.baymark.protocol.statement.Kind;
import org.baymark.protocol.statement.Reveal;

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

  /**
   * A passport of two hidden statements: {@code hidden.baymark}, and {@code erased.baymark} of
   * later, when the first was erased; with what the first hides, and what it does not.
   */
  public static void writeHidden(Path folder) throws IOException {
    World world = new World();
    Gateway gateway = world.gateway("gw");
    Speaker scanner = world.device("scanner", Kind.TELEMETRY);
    Speaker voice = world.device("gw_voice", Kind.ERASE);
    Bytes salt = Digest.sha256(Bytes.ofUtf8("random")).bytes();
    Bytes content = Bytes.ofUtf8("received by Jane Doe");
    Sign1 first = scanner.hides(Journey.SHIPMENT, salt, content);
    gateway.take(first, scanner.hides(Journey.SHIPMENT, salt, Bytes.ofUtf8("a photograph"))).seal();
    Position at = first.claims().position().orElseThrow();
    write(folder, "right.reveal", Reveal.of(first.kid(), at, salt, content).encoded());
    write(
        folder,
        "wrong.reveal",
        Reveal.of(first.kid(), at, salt, Bytes.ofUtf8("received by John Doe")).encoded());
    write(folder, "hidden.baymark", Papers.issue(world, Journey.SHIPMENT).together().encoded());
    gateway
        .take(
            voice.says(
                Journey.SHIPMENT,
                ContentType.ERASURE,
                new Erasure(first.id(), "asked for by the person").encoded()))
        .seal();
    write(folder, "erased.baymark", Papers.issue(world, Journey.SHIPMENT).together().encoded());
    write(folder, "hidden.policy", world.alliance.policyText());
    write(folder, "hidden.key", world.shipmentKey(Journey.SHIPMENT).toText());
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
