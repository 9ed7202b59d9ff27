package org.baymark.gateway.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What other gateways left to this one: a folder each, numbered from 1, with a store that nobody
 * writes to any more.
 */
public final class Archive {
  private static final String NAME = "archive";

  private Archive() {}

  /** Where all of them lie. */
  static Path of(Path folder) {
    return folder.resolve(NAME);
  }

  /** Makes the folder for the first one. */
  static Path first(Path folder) {
    Path made = of(folder).resolve("1");
    PrivateFile.makeFolder(made);
    return made;
  }

  /** The folders of all of them; none where nothing was left. */
  public static List<Path> in(Path folder) {
    Path archive = of(folder);
    if (!Files.isDirectory(archive)) {
      return List.of();
    }
    try (Stream<Path> left = Files.list(archive)) {
      return left.filter(each -> Files.exists(StoreFile.in(each))).sorted().toList();
    } catch (IOException e) {
      throw new StoreException("cannot look into " + archive + ": " + e, e);
    }
  }
}
