package org.baymark.node.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.baymark.node.keys.Token;
import org.baymark.node.keys.TokenException;
import org.baymark.protocol.cose.Signer;
import org.baymark.protocol.file.SafeFiles;

/**
 * The token in which some of a node's keys lie, where its operator wants that: token.cfg says where
 * it is, token.pin (0600) opens it. It is opened once, when a key is asked of it first.
 */
public final class TokenFiles {
  private static final int FILE_SIZE_MAX = 16_384;

  private final WorkingFolder folder;
  private Optional<Token> opened = Optional.empty();

  public TokenFiles(WorkingFolder folder) {
    this.folder = folder;
  }

  /** Whether this node has one. */
  public boolean areThere() {
    return Files.exists(folder.tokenConfig());
  }

  /** Keeps copies of these two, if the token opens with them. */
  public Token keep(Path config, Path pin) throws FolderException, IOException {
    String text = NodeKeys.readText(config, FILE_SIZE_MAX);
    String line = NodeKeys.readLine(pin);
    Token token = open(config, line);
    SafeFiles.makeFolder(folder.path());
    SafeFiles.writePublic(folder.tokenConfig(), text);
    SafeFiles.writeSecret(folder.tokenPin(), line + "\n");
    return token;
  }

  public Token token() throws FolderException {
    if (opened.isEmpty()) {
      opened = Optional.of(open(folder.tokenConfig(), NodeKeys.readLine(folder.tokenPin())));
    }
    return opened.get();
  }

  private static Token open(Path config, String pin) throws FolderException {
    try {
      return Token.open(config, pin);
    } catch (TokenException e) {
      throw new FolderException(e.sentence());
    }
  }

  /** The key of this file: it holds the key itself, or says where in the token it lies. */
  Signer readSigner(Path file) throws FolderException {
    String line = NodeKeys.readLine(file);
    if (!line.startsWith(Token.URI_START)) {
      return NodeKeys.parseKey(file, line);
    }
    try {
      return token().key(line.substring(Token.URI_START.length()));
    } catch (TokenException e) {
      throw new FolderException(e.sentence() + " The key file " + file + " names it.");
    }
  }
}
