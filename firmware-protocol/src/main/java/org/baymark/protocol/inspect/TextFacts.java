package org.baymark.protocol.inspect;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.baymark.protocol.batch.ShipmentKey;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.log.TlogProof;
import org.baymark.protocol.log.WitnessRequest;
import org.baymark.protocol.papers.AllianceKeys;

/** What is found of text. */
final class TextFacts {
  private final Facts facts;

  TextFacts(Facts facts) {
    this.facts = facts;
  }

  String of(Text text, Bytes raw, boolean full) {
    Parsed<?> parsed = text.door().apply(raw);
    Optional<Parsed.Refused<?>> refused = Facts.refusal(parsed, it -> Text.offset(raw, it));
    facts.put("structure", text.name());
    facts.accepted(refused);
    tell(parsed.match(it -> (Object) it, it -> ""));
    String mark = refused.map(Trail::mark).orElse("");
    return text.notation(raw, refused.map(Parsed.Refused::offset).orElse(-1), mark, full);
  }

  private void tell(Object value) {
    if (value instanceof SignedCheckpoint note) {
      judge(trust -> Heads.judge(note, trust));
    } else if (value instanceof TlogProof proof) {
      facts.put("claim", Heads.claim(proof));
      judge(trust -> Heads.judge(proof.note(), trust));
    } else if (value instanceof WitnessRequest request) {
      facts.put("claim", Heads.claim(request));
      judge(trust -> Heads.judge(request, trust));
    } else if (value instanceof NoteKey key) {
      facts.put("key", what(key));
    } else if (value instanceof AllianceKeys keys) {
      keys.keys().forEach(key -> facts.put("epoch " + key.epoch().number(), from(key)));
    } else if (value instanceof ShipmentKey key) {
      facts.put("K", key.subjectKey().hex());
    } else if (value instanceof Card card) {
      facts.put("thumbprint", card.key().thumbprint().hex());
    }
  }

  private void judge(Function<Policy, Verdict> judged) {
    Optional<Verdict> verdict = facts.signer().flatMap(Signer::trust).map(judged);
    facts.judge("signature", verdict, "unchecked: --key takes a trust file");
  }

  private static String what(NoteKey key) {
    String who = key.type() == NoteKey.LOG ? "of the log " : "of the co-signer ";
    String suite =
        switch (key.type()) {
          case NoteKey.ML_DSA_44 -> "ML-DSA-44";
          case NoteKey.SM2 -> "SM2";
          default -> "Ed25519";
        };
    return suite + ", " + who + key.name();
  }

  private static String from(AllianceKeys.AllianceKey key) {
    return "a key for batches opened from " + Instant.ofEpochSecond(key.epoch().from()) + " on";
  }
}
