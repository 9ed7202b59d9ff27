package org.baymark.sim.sign;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.sim.shell.SecretFile;
import org.baymark.sim.shell.SmallFile;
import org.baymark.sim.shell.Unusable;

/** A device's private key in a file of its own, and the card that it shows to a gateway. */
public final class KeyFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private KeyFile() {}

  public static void write(Path file, SigningKey key) throws IOException {
    SecretFile.write(file, key.encodedSecret().hex() + "\n");
  }

  /** The card beside a key file: FILE.card. */
  static Path cardOf(Path file) {
    return file.resolveSibling(file.getFileName() + ".card");
  }

  /** What the QR code on the device says, beside a key file: FILE.label. */
  static Path labelOf(Path file) {
    return file.resolveSibling(file.getFileName() + ".label");
  }

  static void writeCard(Path file, DevUrn name, SigningKey key) throws IOException {
    Map<String, String> card = new TreeMap<>();
    card.put("name", name.text());
    card.put("key", key.verifyingKey().encoded().hex());
    Files.writeString(file, JSON.writeValueAsString(card) + "\n");
  }

  public static SigningKey read(Path file) throws Unusable {
    String text = SmallFile.text("the key file", file).strip();
    Bytes coseKey;
    try {
      coseKey = Bytes.ofHex(text);
    } catch (IllegalArgumentException e) {
      throw new Unusable(file + " is no key file: not one line of hexadecimal");
    }
    return SigningKey.parse(coseKey)
        .toOptional()
        .orElseThrow(() -> new Unusable(file + " is no key file: not a private COSE_Key"));
  }
}
