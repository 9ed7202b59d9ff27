package org.baymark.protocol.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.baymark.protocol.batch.ShipmentKey;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.passport.Evidence;

/** Reads the verifier's files; whatever is wrong with one becomes a sentence that names it. */
final class Files {
  private static final int KEY_SIZE_MAX = 4_096;

  private Files() {}

  static Bytes passport(Path path) throws Unusable {
    return read(path, "passport", Evidence.SIZE_MAX);
  }

  static Policy policy(Path path, String what) throws Unusable {
    return orUnusable(Policy.parse(read(path, what, Policy.SIZE_MAX)), path, what);
  }

  static ShipmentKey shipmentKey(Path path) throws Unusable {
    String text = read(path, "shipment key", KEY_SIZE_MAX).utf8();
    return orUnusable(ShipmentKey.parseText(text), path, "shipment key");
  }

  static <T> T orUnusable(Parsed<T> parsed, Path path, String what) throws Unusable {
    if (parsed instanceof Parsed.Refused<T> refused) {
      throw new Unusable(path + " is not a usable " + what + ": " + refused.text());
    }
    return ((Parsed.Ok<T>) parsed).value();
  }

  private static Bytes read(Path path, String what, int sizeMax) throws Unusable {
    try (InputStream in = java.nio.file.Files.newInputStream(path)) {
      byte[] octets = in.readNBytes(sizeMax + 1);
      if (octets.length > sizeMax) {
        throw new Unusable(
            path + " is too large to be a " + what + ": above " + sizeMax + " bytes");
      }
      return Bytes.owning(octets);
    } catch (NoSuchFileException e) {
      throw new Unusable("the " + what + " " + path + " does not exist");
    } catch (IOException e) {
      throw new Unusable("the " + what + " " + path + " cannot be read: " + e.getMessage());
    }
  }
}
