package org.baymark.node.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.baymark.node.exit.Failure;
import org.baymark.node.folder.FolderException;
import org.baymark.node.folder.Reason;
import org.baymark.node.folder.TokenFiles;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.node.keys.Token;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Whether keys are made in a PKCS#11 token. */
final class TokenOptions {
  @ArgGroup(exclusive = false)
  private @Nullable Given given;

  /** One is of no use without the other. */
  static final class Given {
    @Option(
        names = "--token",
        required = true,
        paramLabel = "CFG",
        description =
            "Make the keys for ES256 (registrar, reporter, governor, receipts) in the PKCS#11 token"
                + " of this file, a configuration of the JDK's SunPKCS11: name, library, slot. It"
                + " is copied to token.cfg. Default: in files; where keys are renewed, as it is")
    private Path config = Path.of("");

    @Option(
        names = "--token-pin",
        required = true,
        paramLabel = "FILE",
        description = "The PIN of that token, one line; it is copied to token.pin, mode 0600.")
    private Path pin = Path.of("");
  }

  boolean areGiven() {
    return given != null;
  }

  /** The token in which keys are made: the one that is given, else the one of {@code folder}. */
  Optional<Token> token(WorkingFolder folder) throws Failure, FolderException {
    TokenFiles files = new TokenFiles(folder);
    if (given == null) {
      return files.areThere() ? Optional.of(files.token()) : Optional.empty();
    }
    if (files.areThere()) {
      throw new Failure(
          Failure.FAILED,
          folder.tokenConfig()
              + " names a token already; new keys are made there without --token.");
    }
    try {
      return Optional.of(files.keep(given.config, given.pin));
    } catch (IOException e) {
      throw new Failure(
          Failure.FAILED,
          "The folder " + folder.path() + " cannot be written: " + Reason.of(e) + ".");
    }
  }
}
