package org.baymark.node.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.baymark.protocol.registration.Member;

/**
 * What this member will be when the log says so: its next card, and its next keys if it gets new
 * ones, in the folder next/. They take the place of the present ones step by step, so that a crash
 * in between is made good by going on.
 */
public final class Renewal {
  private final WorkingFolder present;
  private final WorkingFolder next;

  public Renewal(WorkingFolder present) {
    this.present = present;
    this.next = new WorkingFolder(present.path().resolve("next"));
  }

  /** Where the next card and keys are made. */
  public WorkingFolder next() {
    return next;
  }

  /** Who this member will be; empty if nothing is renewed. */
  public Optional<Member> card() throws FolderException {
    return Files.exists(next.card()) ? Optional.of(MemberCard.read(next.card())) : Optional.empty();
  }

  /** Goes on where a crash stopped {@link #take}. */
  public void finish() throws FolderException {
    boolean isBegun =
        !Files.exists(present.keys()) && Files.exists(next.keys())
            || Files.exists(next.tlsCertificate()) && !Files.exists(next.keys());
    if (isBegun) {
      take();
    }
  }

  /** From now on this member is what its next card says. The keys until now are kept. */
  public void take() throws FolderException {
    try {
      if (Files.exists(next.keys())) {
        if (Files.exists(present.keys())) {
          keepWitnessKey();
          Files.move(present.keys(), former(), StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(next.keys(), present.keys(), StandardCopyOption.ATOMIC_MOVE);
      }
      move(next.card(), present.card());
      move(next.tlsCertificate(), present.tlsCertificate());
      Files.deleteIfExists(next.path());
    } catch (IOException e) {
      throw new FolderException(
          "The folder " + next.path() + " cannot take its place: " + Reason.of(e) + ".");
    }
  }

  /** Other logs know this member's witness by that key: it is no key of the alliance. */
  private void keepWitnessKey() throws IOException {
    if (Files.exists(present.witnessKey())) {
      Files.copy(
          present.witnessKey(),
          next.witnessKey(),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  private Path former() {
    int which = 1;
    while (Files.exists(present.path().resolve("keys-before-" + which))) {
      which++;
    }
    return present.path().resolve("keys-before-" + which);
  }

  private static void move(Path from, Path to) throws IOException {
    if (Files.exists(from)) {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
