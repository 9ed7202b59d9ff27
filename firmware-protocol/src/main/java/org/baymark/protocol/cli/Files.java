package org.baymark.protocol.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.baymark.protocol.accuse.Accusation;
import org.baymark.protocol.batch.ShipmentKey;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.inspect.Case;
import org.baymark.protocol.inspect.Cases;
import org.baymark.protocol.inspect.Input;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.TlogProof;
import org.baymark.protocol.papers.KeyCard;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.passport.Logged;
import org.baymark.protocol.statement.Reveal;
import org.baymark.protocol.statement.Unverified;

/** Reads the verifier's files; whatever is wrong with one becomes a sentence that names it. */
final class Files {
  private static final int KEY_SIZE_MAX = 4_096;
  private static final int VECTORS_SIZE_MAX = 64 << 20;

  private Files() {}

  static Bytes passport(Path path) throws Unusable {
    return read(path, "passport", Evidence.SIZE_MAX);
  }

  static Policy policy(Path path, String what) throws Unusable {
    return orUnusable(Policy.parse(read(path, what, Policy.SIZE_MAX)), path, what);
  }

  /** A shipment key as it lies with the shipment's papers: on a member's card, or bare. */
  record Papers(ShipmentKey key, Optional<KeyCard> card) {}

  static Papers papers(Path path) throws Unusable {
    String text = read(path, "shipment key", KEY_SIZE_MAX).utf8();
    if (text.startsWith(KeyCard.PREFIX)) {
      KeyCard card = orUnusable(KeyCard.parseFile(text), path, "key card");
      return new Papers(card.key(), Optional.of(card));
    }
    ShipmentKey key = orUnusable(ShipmentKey.parseText(text), path, "shipment key");
    return new Papers(key, Optional.empty());
  }

  static KeyCard keyCard(Path path) throws Unusable {
    String text = read(path, "key card", KEY_SIZE_MAX).utf8();
    return orUnusable(KeyCard.parseFile(text), path, "key card");
  }

  static List<Reveal> reveals(List<Path> paths) throws Unusable {
    List<Reveal> reveals = new ArrayList<>();
    for (Path path : paths) {
      Bytes file = read(path, "reveal", Unverified.SIZE_MAX);
      reveals.add(orUnusable(Reveal.parse(file), path, "reveal"));
    }
    return reveals;
  }

  static Bytes accusation(Path path) throws Unusable {
    return read(path, "accusation", Accusation.SIZE_MAX);
  }

  /** A message as it is, or in hexadecimal or base64. */
  static Bytes message(Path path) throws Unusable {
    return Input.of(read(path, "message", KEY_SIZE_MAX << 4)).bytes();
  }

  static void write(Path path, Bytes content) throws Unusable {
    try {
      java.nio.file.Files.write(path, content.toArray());
    } catch (IOException e) {
      throw new Unusable("the file " + path + " cannot be written: " + reason(e));
    }
  }

  static TlogProof tlogProof(Path path) throws Unusable {
    return orUnusable(
        TlogProof.parse(read(path, "proof", TlogProof.SIZE_MAX)), path, ".tlog-proof");
  }

  /** An entry of any log in C2SP tiles, which count its bytes in 16 bits. */
  static Bytes entry(Path path) throws Unusable {
    return read(path, "entry", Logged.ENTRY_SIZE_MAX);
  }

  /** Any file at all, or standard input for a hyphen. */
  static Bytes anything(Path path) throws Unusable {
    if (!path.toString().equals("-")) {
      return read(path, "message", Evidence.SIZE_MAX);
    }
    try {
      byte[] octets = System.in.readNBytes(Evidence.SIZE_MAX + 1);
      if (octets.length > Evidence.SIZE_MAX) {
        throw new Unusable("standard input has more than " + Evidence.SIZE_MAX + " bytes");
      }
      return Bytes.owning(octets);
    } catch (IOException e) {
      throw new Unusable("standard input cannot be read: " + e.getMessage());
    }
  }

  /** All that a device makes. */
  static List<Case> cases(Path folder) throws Unusable {
    Bytes keys = vectors(folder, "keys.json");
    List<Case> cases = new ArrayList<>();
    cases.addAll(cases(folder, "statements.json", Cases::statements));
    cases.addAll(cases(folder, "chain.json", file -> Cases.chain(file, keys)));
    cases.addAll(cases(folder, "enrolment.json", file -> Cases.enrolment(file, keys)));
    return cases;
  }

  private static List<Case> cases(
      Path folder, String name, Function<Bytes, Parsed<List<Case>>> door) throws Unusable {
    return orUnusable(door.apply(vectors(folder, name)), folder.resolve(name), "vector file");
  }

  private static Bytes vectors(Path folder, String name) throws Unusable {
    return read(folder.resolve(name), "vector file", VECTORS_SIZE_MAX);
  }

  static Bytes key(Path path) throws Unusable {
    return read(path, "key", Policy.SIZE_MAX);
  }

  static <T> T orUnusable(Parsed<T> parsed, Path path, String what) throws Unusable {
    if (parsed instanceof Parsed.Refused<T> refused) {
      throw new Unusable(path + " is not a usable " + what + ": " + refused.text());
    }
    return ((Parsed.Ok<T>) parsed).value();
  }

  private static Bytes read(Path path, String what, int sizeMax) throws Unusable {
    String named = "the " + what + " " + path;
    try {
      BasicFileAttributes file =
          java.nio.file.Files.readAttributes(path, BasicFileAttributes.class);
      if (file.isDirectory()) {
        throw new Unusable(named + " is a folder");
      }
      if (!file.isRegularFile()) {
        // A pipe may never answer, and a device never end.
        throw new Unusable(named + " is a pipe or a device; name a file on a disk");
      }
      return read(path, sizeMax)
          .orElseThrow(
              () ->
                  new Unusable(
                      path + " is too large to be a " + what + ": above " + sizeMax + " bytes"));
    } catch (NoSuchFileException e) {
      throw new Unusable(named + " does not exist");
    } catch (IOException e) {
      throw new Unusable(named + " cannot be read: " + reason(e));
    }
  }

  private static Optional<Bytes> read(Path path, int sizeMax) throws IOException {
    try (InputStream in = java.nio.file.Files.newInputStream(path)) {
      byte[] octets = in.readNBytes(sizeMax + 1);
      return octets.length > sizeMax ? Optional.empty() : Optional.of(Bytes.owning(octets));
    }
  }

  /** What the system says, without the path that Java puts before it. */
  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "you have no permission for it";
    }
    String said = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
    return said == null ? "the system does not say why" : said;
  }
}
