package org.baymark.gateway.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.baymark.gateway.exit.CommandFailure;

/** A file of CSV as spreadsheets write it: with a byte order mark, or with semicolons. */
final class MakersList {
  private static final char BYTE_ORDER_MARK = '\ufeff';

  private MakersList() {}

  /**
   * What it holds, without a byte order mark.
   *
   * @throws CommandFailure with a sentence, if it is not UTF-8
   */
  static String text(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    CharBuffer chars = CharBuffer.allocate(bytes.remaining());
    if (StandardCharsets.UTF_8.newDecoder().decode(bytes, chars, true).isError()) {
      long line = 1 + chars.flip().chars().filter(it -> it == '\n').count();
      throw CommandFailure.unusable(
          file + " is not UTF-8 in line " + line + "; save it as 'CSV UTF-8' and try again");
    }
    String text = chars.flip().toString();
    return text.indexOf(BYTE_ORDER_MARK) == 0 ? text.substring(1) : text;
  }

  /** A semicolon where the first line has one and no comma, as where commas part decimals. */
  static char delimiter(String text) {
    String first = text.lines().findFirst().orElse("");
    return first.indexOf(';') >= 0 && first.indexOf(',') < 0 ? ';' : ',';
  }
}
