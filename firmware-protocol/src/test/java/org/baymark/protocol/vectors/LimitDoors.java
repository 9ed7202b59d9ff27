package org.baymark.protocol.vectors;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.baymark.protocol.batch.ShipmentKey;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.enrolment.Label;
import org.baymark.protocol.gs1.Gs1;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.log.TlogProof;
import org.baymark.protocol.log.WitnessRequest;
import org.baymark.protocol.papers.AllianceKeys;

/** What reads a form of limits.json: those of structures.json, and what is no structure. */
final class LimitDoors {
  private static final Map<String, Function<Bytes, Parsed<?>>> DOORS =
      Map.ofEntries(
          Map.entry("item", bytes -> Parsed.of(() -> CborReader.open(bytes).item())),
          Map.entry("name", bytes -> Parsed.of(() -> DevUrn.read(text(bytes), 0))),
          Map.entry("subject", bytes -> Parsed.of(() -> Subject.read(text(bytes), 0))),
          Map.entry("scan", Gs1::subjectOf),
          Map.entry("label", bytes -> Label.parse(text(bytes))),
          Map.entry("shipment key file", bytes -> ShipmentKey.parseText(text(bytes))),
          Map.entry("alliance key file", bytes -> AllianceKeys.parseText(text(bytes))),
          Map.entry("note", SignedCheckpoint::parse),
          Map.entry("vkey", bytes -> NoteKey.parse(text(bytes))),
          Map.entry("policy", Policy::parse),
          Map.entry(".tlog-proof", TlogProof::parse),
          Map.entry("add-checkpoint", WitnessRequest::parse));

  private LimitDoors() {}

  static Parsed<?> open(String form, Bytes bytes) {
    return Optional.ofNullable(DOORS.get(form))
        .<Parsed<?>>map(door -> door.apply(bytes))
        .orElseGet(() -> StructureDoors.open(form, bytes));
  }

  private static String text(Bytes bytes) {
    return new String(bytes.unsafeArray(), StandardCharsets.UTF_8);
  }
}
