package org.baymark.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.baymark.protocol.bytes.Printable;

/** What a node says of its members and of the open proposal, for a person. */
final class ProposalText {
  private ProposalText() {}

  static List<String> lines(JsonNode council) {
    List<String> lines = new ArrayList<>();
    lines.add(text(council, "origin") + ": " + council.path("needed").asText() + " votes carry");
    council.path("members").forEach(name -> lines.add("  member " + Printable.of(name.asText())));
    JsonNode pending = council.path("pending");
    if (pending.isArray()) {
      lines.add("carried, and in force above the next checkpoint:");
      pending.forEach(name -> lines.add("  member " + Printable.of(name.asText())));
    }
    JsonNode open = council.path("open");
    if (open.isObject()) {
      open(open, lines);
    } else {
      lines.add("no proposal is open");
    }
    return lines;
  }

  private static void open(JsonNode open, List<String> lines) {
    lines.add("open: " + change(open.path("change")));
    lines.add("  id " + text(open, "id"));
    lines.add("  proposed by " + text(open, "proposer") + ", log entry " + text(open, "index"));
    open.path("votes")
        .fields()
        .forEachRemaining(
            vote ->
                lines.add(
                    "  "
                        + Printable.of(vote.getValue().asText())
                        + " "
                        + Printable.of(vote.getKey())));
    lines.add("  " + text(open, "inFavour") + " of " + text(open, "needed") + " votes that carry");
  }

  /** The change in words. */
  static String change(JsonNode change) {
    String kind = text(change, "kind");
    return switch (kind) {
      case "admit", "replace" ->
          (kind.equals("admit") ? "add " : renewed(change))
              + text(change, "member")
              + " ("
              + text(change, "company")
              + ", "
              + text(change, "jurisdiction")
              + ", "
              + text(change, "url")
              + "), card "
              + text(change, "card");
      case "entrust" -> "entrust " + text(change, "gateway") + " to " + text(change, "member");
      default -> kind + " " + text(change, "member");
    };
  }

  /** Whoever votes has to know whether only the address is another, or who signs. */
  private static String renewed(JsonNode change) {
    if (!change.has("newKeys")) {
      return "new keys or addresses of ";
    }
    return change.path("newKeys").asBoolean() ? "new keys of " : "new addresses or company of ";
  }

  private static String text(JsonNode node, String field) {
    return Printable.of(node.path(field).asText());
  }
}
