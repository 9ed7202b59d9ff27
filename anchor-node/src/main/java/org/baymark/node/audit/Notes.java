package org.baymark.node.audit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.log.SignedCheckpoint;

/**
 * Heads in a file: signed checkpoints as they were served, an empty line between two. What {@code
 * /checkpoint} serves is such a file of one.
 */
public final class Notes {
  /** Of a file, in bytes. */
  public static final int SIZE_MAX = 4 << 20;

  private static final String LINE_OF_A_SIGNATURE = "\u2014 ";

  private Notes() {}

  /** Empty if {@code file} holds something else. */
  public static Optional<List<SignedCheckpoint>> parse(String file) {
    List<SignedCheckpoint> notes = new ArrayList<>();
    StringBuilder note = new StringBuilder();
    boolean signed = false;
    for (String line : file.lines().toList()) {
      if (signed && line.isEmpty()) {
        if (!add(note, notes)) {
          return Optional.empty();
        }
        signed = false;
      } else {
        note.append(line).append('\n');
        signed = line.startsWith(LINE_OF_A_SIGNATURE);
      }
    }
    return note.length() == 0 || add(note, notes) ? Optional.of(notes) : Optional.empty();
  }

  private static boolean add(StringBuilder note, List<SignedCheckpoint> notes) {
    Optional<SignedCheckpoint> read = SignedCheckpoint.parse(note.toString()).toOptional();
    read.ifPresent(notes::add);
    note.setLength(0);
    return read.isPresent();
  }

  /** What {@link #parse} reads. */
  public static String text(List<SignedCheckpoint> notes) {
    return notes.stream().map(SignedCheckpoint::toText).collect(Collectors.joining("\n"));
  }

  /** The heads that stand at this URL. */
  public static List<SignedCheckpoint> fetch(String url, Duration patience)
      throws SilentException, InterruptedException {
    Bytes body = new Site(url, patience).get("", SIZE_MAX);
    return parse(body.utf8())
        .orElseThrow(() -> new SilentException("what it serves are no signed checkpoints"));
  }
}
