package org.baymark.protocol.gs1;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * Others' files, which are no part of the project: they lie beside the checkout, or beside a folder
 * that holds it, or not at all. Where they lie there, {@code -Dshared.required=true} makes their
 * absence a failure.
 */
final class Recorded {
  private static final Path FOLDER = Path.of("shared", "data", "gs1-syntax");

  private Recorded() {}

  static List<String> lines(String name) throws IOException {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.isDirectory(folder.resolve(FOLDER))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      String what = "skipped: no ../" + FOLDER + " beside this checkout or above it";
      if (Boolean.getBoolean("shared.required")) {
        throw new AssertionError(what);
      }
      System.out.println(what);
      return Assumptions.abort(what);
    }
    return Files.readAllLines(folder.resolve(FOLDER).resolve(name), StandardCharsets.UTF_8);
  }
}
