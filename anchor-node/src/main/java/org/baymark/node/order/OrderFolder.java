package org.baymark.node.order;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.baymark.protocol.bytes.Bytes;

/**
 * Where Ratis keeps what was agreed on: one folder for each order, which only it understands.
 *
 * @param path may not be there yet
 */
record OrderFolder(Path path) {

  /** Whether there is anything of the order {@code id} on the disk. */
  boolean holds(Bytes id) {
    return Files.exists(of(id));
  }

  private Path of(Bytes id) {
    return path.resolve(Peers.groupId(id).getUuid().toString());
  }

  /** Throws away what Ratis has of the order {@code id}, which does not run. */
  void discard(Bytes id) throws IOException {
    if (holds(id)) {
      delete(of(id));
    }
  }

  /**
   * Throws away the orders of earlier epochs; and what is left of {@code id}, if its beginning is
   * gone and the store holds nothing of it: Ratis cannot go on from the middle.
   *
   * @param isApplied whether the store holds something of it
   */
  void tidy(Bytes id, boolean isApplied) throws IOException {
    if (!Files.isDirectory(path)) {
      return;
    }
    try (Stream<Path> orders = Files.list(path)) {
      for (Path order : orders.toList()) {
        boolean isWhole = isApplied || holdsTheBeginning(order);
        if (!order.equals(of(id)) || !isWhole) {
          delete(order);
        }
      }
    }
  }

  private static boolean holdsTheBeginning(Path order) {
    try (Stream<Path> files = Files.walk(order)) {
      List<String> segments =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.startsWith("log_"))
              .toList();
      return segments.isEmpty()
          || segments.stream().anyMatch(name -> name.matches("log_(inprogress_)?0(-.*)?"));
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  private static void delete(Path order) throws IOException {
    try (Stream<Path> files = Files.walk(order)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
