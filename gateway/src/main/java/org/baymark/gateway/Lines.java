package org.baymark.gateway;

import org.baymark.gateway.upkeep.Finding;

/** How a finding is printed: one line. */
final class Lines {
  private Lines() {}

  static String of(Finding finding) {
    String grade =
        switch (finding.grade()) {
          case WELL -> "ok   ";
          case NOTED -> "note ";
          case WRONG -> "WRONG";
        };
    String line = grade + " " + finding.about() + ": " + finding.sentence();
    return Commands.printable(line.replace("\n", " "));
  }
}
