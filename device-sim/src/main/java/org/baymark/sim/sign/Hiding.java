package org.baymark.sim.sign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Claims;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.statement.Hidden;
import org.baymark.protocol.statement.Reveal;
import org.baymark.sim.shell.SecretFile;
import org.baymark.sim.shell.Unusable;

/** A content that a statement binds and does not hold, and the reveal that goes behind it. */
record Hiding(Sign1 signed, Bytes reveal) {

  /**
   * Hides what stands in {@code file} behind a salt of its own.
   *
   * @throws IllegalArgumentException with a sentence, if no gateway would take it
   */
  static Hiding of(SigningKey signer, Claims claims, String mediaType, Path file)
      throws IOException {
    Bytes content;
    try {
      content = Bytes.owning(Files.readAllBytes(file));
    } catch (IOException e) {
      throw Unusable.unread("what is to be hidden", file, e);
    }
    byte[] salt = new byte[Hidden.SALT_SIZE];
    new SecureRandom().nextBytes(salt);
    Sign1 signed = Hidden.of(mediaType, Bytes.of(salt), content).sign(signer, claims);
    Bytes reveal =
        Reveal.of(signed.kid(), claims.position().orElseThrow(), Bytes.of(salt), content).encoded();
    return Reveal.parse(reveal)
        .match(
            taken -> new Hiding(signed, reveal),
            refused -> {
              throw new IllegalArgumentException(
                  "no gateway would take what this hides: " + refused.text());
            });
  }

  /** Beside the statement, for its owner alone: FILE.reveal. */
  static Path revealOf(Path statement) {
    return statement.resolveSibling(statement.getFileName() + ".reveal");
  }

  void writeReveal(Path statement) throws IOException {
    Path file = revealOf(statement);
    Files.deleteIfExists(file);
    SecretFile.write(file, reveal);
  }
}
