package org.baymark.protocol.fuzz;

import static org.baymark.protocol.fuzz.Target.demand;

import java.util.Optional;
import org.baymark.protocol.batch.ShipmentKey;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.enrolment.Label;
import org.baymark.protocol.gs1.Gs1;

/** What scanners read, and what stands on paper. */
final class Labels {
  private Labels() {}

  static void gs1(Bytes input) {
    Parsed<Subject> parsed = Gs1.subjectOf(input);
    if (parsed instanceof Parsed.Refused<Subject> no) {
      demand(no.offset() >= 0 && no.offset() <= input.size(), "a place outside", input);
      demand(no.detail().chars().allMatch(c -> c >= ' ' && c <= '~'), "foreign text", input);
      return;
    }
    Optional<Subject> subject = parsed.toOptional();
    String text = subject.orElseThrow().text();
    demand(Subject.isValid(text), "no subject", input);
    demand(
        Gs1.subjectOf(Bytes.ofUtf8(text)).toOptional().equals(subject), "reads as another", input);
    org.baymark.protocol.gs1.Label.read(input)
        .toOptional()
        .ifPresent(label -> demand(label.text().startsWith("("), "no elements", input));
  }

  /** Texts of one spelling: the labels of devices and the keys of shipments. */
  static void enrolment(Bytes input) {
    Label.parse(input.utf8())
        .toOptional()
        .ifPresent(it -> demand(Bytes.ofUtf8(it.text()).equals(input), "two spellings", input));
    ShipmentKey.parseText(input.utf8())
        .toOptional()
        .ifPresent(it -> demand(Bytes.ofUtf8(it.toText()).equals(input), "two spellings", input));
  }
}
