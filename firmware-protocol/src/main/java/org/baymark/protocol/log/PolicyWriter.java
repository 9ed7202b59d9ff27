package org.baymark.protocol.log;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SortedMap;
import org.baymark.protocol.bytes.Bytes;

/** Writes trust files, and reads each back before it answers. */
final class PolicyWriter {
  private PolicyWriter() {}

  static String write(
      Instant issued, List<Policy.Log> logs, List<Policy.Witness> witnesses, String quorum) {
    StringBuilder text = new StringBuilder();
    text.append("# issued ").append(issued.truncatedTo(ChronoUnit.SECONDS)).append("\n\n");
    for (Policy.Log log : logs) {
      text.append("log ").append(log.key().vkey());
      log.url().ifPresent(url -> text.append(' ').append(url));
      text.append('\n');
    }
    text.append('\n');
    for (Policy.Witness witness : witnesses) {
      text.append("witness ").append(witness.name()).append(' ').append(witness.key().vkey());
      witness.url().ifPresent(url -> text.append(' ').append(url));
      text.append('\n');
    }
    text.append(quorum);
    // Spaces and newlines in a name or a URL would say something else: read it back and compare.
    Policy read =
        Policy.parse(Bytes.ofUtf8(text.toString()))
            .match(
                policy -> policy,
                refused -> {
                  throw new IllegalArgumentException(refused.text());
                });
    if (!read.logs().equals(logs) || !read.witnesses().equals(witnesses)) {
      throw new IllegalArgumentException("a name or a URL with a space");
    }
    return text.toString();
  }

  /** So many of all. */
  static String quorum(List<Policy.Witness> witnesses, int quorum) {
    if (quorum == 0) {
      return "quorum none\n";
    }
    return "\n" + group("members", quorum, witnesses) + "quorum members\n";
  }

  /** So many of each of the two. */
  static String bothGrades(
      List<Policy.Witness> witnesses, List<Policy.Witness> lasting, int quorum) {
    return "\n"
        + group("members", quorum, witnesses)
        + group("long-term", quorum, lasting)
        + "group both all members long-term\nquorum both\n";
  }

  private static String group(String name, int quorum, List<Policy.Witness> witnesses) {
    StringBuilder group = new StringBuilder("group " + name + " " + quorum);
    witnesses.forEach(witness -> group.append(' ').append(witness.name()));
    return group.append('\n').toString();
  }

  static String oneOfEach(SortedMap<String, List<String>> groups) {
    StringBuilder text = new StringBuilder("\n");
    groups.forEach(
        (name, witnesses) ->
            text.append("group ")
                .append(name)
                .append(" any ")
                .append(String.join(" ", witnesses))
                .append('\n'));
    return text + "group each all " + String.join(" ", groups.keySet()) + "\nquorum each\n";
  }
}
