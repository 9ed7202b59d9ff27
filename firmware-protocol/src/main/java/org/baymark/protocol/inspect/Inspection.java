package org.baymark.protocol.inspect;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.baymark.protocol.accuse.Accusation;
import org.baymark.protocol.batch.ShipmentKey;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.log.Judgement;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.passport.Logged;
import org.baymark.protocol.receipt.Receipt;
import org.baymark.protocol.receipt.TransparentStatement;

/**
 * What some bytes are and say.
 *
 * @param notation the bytes as diagnostic notation, a line each; what is foreign in it is escaped
 * @param facts what was found, by label; foreign text in them is not escaped
 * @param accepted the protocol does not refuse it, and no signature that was looked at is wrong
 */
public record Inspection(String notation, Map<String, String> facts, boolean accepted) {

  /**
   * Looks at {@code input}.
   *
   * @param full shows every byte and every item, where otherwise what is long is cut
   */
  public static Inspection of(Input input, Optional<Signer> signer, boolean full) {
    Facts facts = new Facts(signer);
    facts.put("read as", input.form() + ", " + input.bytes().size() + " bytes");
    Optional<Text> text = input.form().equals("text") ? Text.of(input.bytes()) : Optional.empty();
    String notation =
        text.map(it -> facts.ofText(it, input.bytes(), full))
            .orElseGet(() -> facts.ofItem(input.bytes(), full));
    return new Inspection(notation, facts.found, facts.accepted);
  }

  /** What is found on the way. */
  private static final class Facts {
    private final Map<String, String> found = new LinkedHashMap<>();
    private final Optional<Signer> signer;
    private boolean accepted = true;

    Facts(Optional<Signer> signer) {
      this.signer = signer;
    }

    void put(String label, String fact) {
      found.put(label, fact);
    }

    private String ofItem(Bytes input, boolean full) {
      Structure structure = Structure.of(input);
      Parsed<?> parsed = structure.door().apply(input);
      Optional<Parsed.Refused<?>> refused = refusal(parsed, Parsed.Refused::offset);
      Notation.Written written =
          Notation.of(input, new Shape.Rule(structure.rule()), refused, full);
      put("structure", parsed.match(value -> what(structure, value), it -> name(structure)));
      put("well-formed", written.wellFormed() ? "yes" : "no, or not to its end");
      put("deterministic", written.encodingFault().orElse("yes"));
      verdict(refused);
      signature(structure, input, parsed);
      return written.text();
    }

    private static String name(Structure structure) {
      return structure.rule().isEmpty() ? "plain CBOR" : structure.rule();
    }

    private static String what(Structure structure, Object value) {
      if (value instanceof Signed signed) {
        return name(structure) + ", " + signed.what();
      }
      return structure.isRead() || structure.rule().isEmpty()
          ? name(structure)
          : name(structure) + " (only its encoding is checked)";
    }

    private Optional<Parsed.Refused<?>> refusal(
        Parsed<?> parsed, ToIntFunction<Parsed.Refused<?>> offset) {
      return parsed.match(
          value -> Optional.empty(),
          it ->
              Optional.of(new Parsed.Refused<>(it.refusal(), offset.applyAsInt(it), it.detail())));
    }

    private void verdict(Optional<Parsed.Refused<?>> refused) {
      accepted = refused.isEmpty();
      put("accepted", refused.map(it -> "no: " + it.text()).orElse("yes"));
    }

    private void signature(Structure structure, Bytes input, Parsed<?> parsed) {
      Optional<Sign1> sign1 =
          structure.rule().equals("sign1")
              ? Sign1.parse(input, Logged.ENTRY_SIZE_MAX).toOptional()
              : Optional.empty();
      Object value = parsed.match(it -> (Object) it, it -> "");
      if (sign1.isPresent()) {
        Signed signed =
            value instanceof Signed it ? it : new Signed(sign1.get(), "", Optional.empty());
        put("signature", signature(signed));
        put("id", sign1.get().id().hex());
      } else if (structure.rule().equals("passport") || structure.rule().equals("evidence")) {
        put("signature", "unchecked: './baymark verify' checks those of a passport");
      } else if (value instanceof Accusation) {
        put("signature", "unchecked: './baymark accuse' checks those of an accusation");
      }
      if (value instanceof VerifyingKey key) {
        put("thumbprint", key.thumbprint().hex());
      } else if (value instanceof Receipt receipt) {
        put("claim", Receipts.claim(receipt));
        put("signature", "unchecked: it is over a root to which only the entry leads");
      } else if (value instanceof TransparentStatement transparent) {
        receipts(transparent);
      }
    }

    private void receipts(TransparentStatement transparent) {
      int number = 0;
      for (Receipt receipt : transparent.receipts()) {
        put("receipt " + ++number, Receipts.claim(receipt));
      }
      Optional<Receipts.Verdict> verdict =
          signer.flatMap(Signer::key).map(key -> Receipts.judge(transparent, key));
      accepted &= verdict.map(Receipts.Verdict::right).orElse(true);
      String unchecked = "unchecked: --key names the key of a receipt, or of the statement's maker";
      put("signature", verdict.map(Receipts.Verdict::text).orElse(unchecked));
      put("id", transparent.statement().id().hex());
    }

    private String signature(Signed signed) {
      Optional<VerifyingKey> key = signer.flatMap(Signer::key).or(signed::ownKey);
      if (key.isEmpty()) {
        return "unchecked: --key names the key of its maker";
      }
      String who = signer.isPresent() ? key.get().toString() : key.get() + ", which stands in it";
      Optional<String> fault =
          signer
              .flatMap(Signer::name)
              .filter(name -> !name.equals(signed.sign1().issuer()))
              .map(name -> "the key is of " + name + ", iss is " + signed.sign1().issuer())
              .or(() -> signed.fault(key.get()));
      accepted &= fault.isEmpty();
      return fault.map(it -> "wrong: " + it).orElse("right, by " + who);
    }

    private String ofText(Text text, Bytes raw, boolean full) {
      Parsed<?> parsed = text.door().apply(raw);
      Optional<Parsed.Refused<?>> refused = refusal(parsed, it -> Text.offset(raw, it));
      put("structure", text.name());
      verdict(refused);
      Object value = parsed.match(it -> (Object) it, it -> "");
      if (value instanceof SignedCheckpoint note) {
        put("signature", signature(note));
      } else if (value instanceof ShipmentKey key) {
        put("K", key.subjectKey().hex());
      } else if (value instanceof Card card) {
        put("thumbprint", card.key().thumbprint().hex());
      }
      String mark = refused.map(Trail::mark).orElse("");
      return text.notation(raw, refused.map(Parsed.Refused::offset).orElse(-1), mark, full);
    }

    private String signature(SignedCheckpoint note) {
      if (signer.flatMap(Signer::trust).isEmpty()) {
        return "unchecked: --key takes a trust file";
      }
      Judgement judged = signer.flatMap(Signer::trust).orElseThrow().judge(note);
      accepted &= judged.accepted() && judged.problems().isEmpty();
      String problems =
          judged.problems().stream().map(it -> "; " + it.text()).reduce("", String::concat);
      return (judged.logSigned() ? "right, by its log" : "wrong: its log did not sign")
          + (", " + judged.cosignatures().size() + " co-signatures, ")
          + (judged.quorumMet() ? "a quorum" : "no quorum")
          + problems;
    }
  }
}
