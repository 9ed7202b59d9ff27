package org.baymark.protocol.fuzz;

import static org.baymark.protocol.fuzz.Target.demand;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.baymark.protocol.batch.ShipmentKey;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.chain.ChainRecord;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.index.IndexSeal;
import org.baymark.protocol.inspect.Input;
import org.baymark.protocol.inspect.Inspection;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.log.TlogProof;
import org.baymark.protocol.log.WitnessRequest;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.passport.EvidenceRequest;
import org.baymark.protocol.passport.Passport;
import org.baymark.protocol.registration.Members;
import org.baymark.protocol.statement.Unverified;

/** The tool for people says of bytes what the readers say. */
final class Inspections {
  private static final List<Function<Bytes, Parsed<?>>> ITEMS =
      List.of(
          Unverified::parse,
          ChainRecord::parse,
          SubjectEntry::parse,
          IndexSeal::parse,
          Members::parse,
          Evidence::parse,
          EvidenceRequest::parse,
          Passport::parse,
          VerifyingKey::parse);
  private static final List<Function<Bytes, Parsed<?>>> TEXTS =
      List.of(
          SignedCheckpoint::parse,
          Policy::parse,
          TlogProof::parse,
          WitnessRequest::parse,
          input -> ShipmentKey.parseText(input.utf8()));

  private Inspections() {}

  static void check(Bytes input) {
    Input.of(input);
    Inspection item = Inspection.of(new Input("binary", input), Optional.empty(), false);
    Inspection full = Inspection.of(new Input("binary", input), Optional.empty(), true);
    demand(item.accepted() == full.accepted(), "all of it shown changes the answer", input);
    demand(item.facts().equals(full.facts()), "all of it shown changes the facts", input);
    boolean plain = Items.isItem(input);
    demand(plain || !item.accepted(), "accepted, and no item", input);
    boolean deterministic = "yes".equals(item.facts().get("deterministic"));
    demand(plain || !deterministic, "deterministic, and no item", input);
    if (ITEMS.stream().anyMatch(door -> door.apply(input) instanceof Parsed.Ok)) {
      demand(item.accepted(), "a reader takes what inspect refuses", input);
    }
    text(input);
  }

  private static void text(Bytes input) {
    Input seen = Input.of(input);
    Inspection inspection = Inspection.of(seen, Optional.empty(), false);
    if (TEXTS.stream().anyMatch(door -> door.apply(input) instanceof Parsed.Ok)) {
      demand(inspection.accepted() && seen.form().equals("text"), "a text is refused", input);
    }
    boolean printable =
        inspection.notation().chars().allMatch(c -> c == '\n' || !Character.isISOControl(c));
    demand(printable, "a control character is shown", input);
  }
}
