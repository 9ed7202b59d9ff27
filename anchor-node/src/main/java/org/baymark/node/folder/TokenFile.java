package org.baymark.node.folder;

import java.util.regex.Pattern;

/** The file admin.token: who shows what it holds is this member's operator. */
public final class TokenFile {
  private static final int SIZE_MAX = 1024;

  /** What a header can carry (RFC 6750, section 2.1), and 128 bits of it even in hexadecimal. */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]{32,512}=*");

  private TokenFile() {}

  /**
   * @throws FolderException if it cannot be read, or holds what could be guessed
   */
  public static String read(WorkingFolder folder) throws FolderException {
    String token = NodeKeys.readText(folder.adminToken(), SIZE_MAX).strip();
    if (!TOKEN.matcher(token).matches()) {
      // Without the token itself: it may be a secret that only got a stray character.
      throw new FolderException(
          "The file "
              + folder.adminToken()
              + " holds no token: that is one line of 32 to 512 letters and digits, made at random"
              + " ('openssl rand -hex 32' prints one).");
    }
    return token;
  }
}
