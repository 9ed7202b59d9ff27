package org.baymark.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import org.baymark.gateway.upkeep.Finding;

/** How things are printed: one line each. */
final class Lines {
  private Lines() {}

  /** How a device that a call was about is printed. */
  static String ofDevice(JsonNode device) {
    return device.path("name").asText()
        + " "
        + device.path("status").asText()
        + " "
        + device.path("thumbprint").asText();
  }

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
