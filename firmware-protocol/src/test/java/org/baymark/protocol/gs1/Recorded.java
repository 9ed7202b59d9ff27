package org.baymark.protocol.gs1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Files of GS1, as they are there; SOURCE.md beside them says whence, and under which license. */
public final class Recorded {
  /** What every identifier means and looks like. */
  public static final String DICTIONARY = "gs1-syntax-dictionary.txt";

  /** What GS1's own engine accepts and refuses of what scanners send. */
  public static final String SCANS = "scandata-vectors.tsv";

  private Recorded() {}

  public static List<String> lines(String name) throws IOException {
    try (InputStream in = Recorded.class.getResourceAsStream(name)) {
      byte[] text = Objects.requireNonNull(in, name).readAllBytes();
      return new String(text, StandardCharsets.UTF_8).lines().toList();
    }
  }
}
