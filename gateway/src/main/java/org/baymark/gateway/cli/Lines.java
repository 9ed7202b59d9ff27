package org.baymark.gateway.cli;

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

  /** How a command to a device is printed: what, and how far it came when. */
  static String ofCommand(JsonNode command) {
    StringBuilder line = new StringBuilder(command.path("name").asText());
    line.append(" ").append(command.path("number").asText());
    line.append(" ").append(command.path("order").asText());
    if (command.has("seconds")) {
      line.append(" ").append(command.path("seconds").asText());
    }
    String state = command.path("state").asText();
    line.append(" ").append(state);
    if (command.has(state)) { // its time
      line.append(" ").append(command.path(state).asText());
    }
    if (command.has("transport")) {
      line.append(" ").append(command.path("transport").asText());
    }
    return Commands.printable(line.toString());
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
