package org.baymark.gateway.transport.bridge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.baymark.protocol.file.SafeFiles;

/**
 * Which topic filters the gateway's session at a broker has. The broker keeps them as long as the
 * session, and tells nobody: so they are written down before they are asked for, and what is not
 * wanted any more can be taken back, even where the settings changed while the gateway was down.
 * Blocks.
 *
 * @param file the broker's URL in its first line, then a filter a line
 * @param url of the broker; what is noted of another one is forgotten
 */
public record Filters(Path file, String url) {
  private static final int FILE_MAX = 1 << 24;

  /**
   * Notes that {@code wanted} will be asked for; those that the session may have and nobody wants.
   */
  List<String> ask(List<String> wanted) {
    Set<String> stale = new LinkedHashSet<>(noted());
    stale.removeAll(wanted);
    List<String> all = new ArrayList<>(wanted);
    all.addAll(stale);
    note(all);
    return List.copyOf(stale);
  }

  /** Notes that the session has these and no others. */
  void note(List<String> filters) {
    List<String> lines = new ArrayList<>(List.of(url));
    lines.addAll(filters);
    try {
      if (!Files.exists(file) || !Files.readAllLines(file).equals(lines)) {
        SafeFiles.writeSecret(file, String.join("\n", lines) + "\n");
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private List<String> noted() {
    try {
      if (!Files.exists(file) || Files.size(file) > FILE_MAX) {
        return List.of();
      }
      List<String> lines = Files.readAllLines(file);
      return lines.isEmpty() || !lines.get(0).equals(url)
          ? List.of()
          : lines.subList(1, lines.size());
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
