package org.baymark.sim.obey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.baymark.sim.fleet.Obedience;
import org.baymark.sim.shell.SmallFile;
import org.baymark.sim.shell.Unusable;

/**
 * What a device keeps where it loses its power: one line of four numbers.
 *
 * @param boot how often it has started
 */
record MemoryFile(long boot, Obedience obedience) {

  static MemoryFile read(Path file, MemoryFile otherwise) throws Unusable {
    if (!Files.exists(file)) {
      return otherwise;
    }
    String text = SmallFile.text("the memory file", file).strip();
    List<String> numbers = List.of(text.split(" "));
    if (numbers.size() != 4 || !numbers.stream().allMatch(it -> it.matches("-?[0-9]{1,15}"))) {
      throw new Unusable(file + " is no memory of a device: not four numbers");
    }
    List<Long> all = numbers.stream().map(Long::parseLong).toList();
    return new MemoryFile(
        all.get(0),
        new Obedience(all.get(1), Duration.ofSeconds(all.get(2)), Duration.ofSeconds(all.get(3))));
  }

  /** In place of what was there, whole or not at all. */
  void write(Path file) throws IOException {
    String text =
        "%d %d %d %d%n"
            .formatted(
                boot,
                obedience.last(),
                obedience.ahead().toSeconds(),
                obedience.every().toSeconds());
    Path next = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(next, text);
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  MemoryFile started() {
    return new MemoryFile(boot + 1, obedience);
  }

  MemoryFile with(Obedience after) {
    return new MemoryFile(boot, after);
  }
}
