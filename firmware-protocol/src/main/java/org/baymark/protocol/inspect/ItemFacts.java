package org.baymark.protocol.inspect;

import java.util.Optional;
import java.util.Set;
import org.baymark.protocol.accuse.Accusation;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.enrolment.Proof;
import org.baymark.protocol.passport.Logged;
import org.baymark.protocol.receipt.Receipt;
import org.baymark.protocol.receipt.TransparentStatement;

/** What is found of a CBOR item. */
final class ItemFacts {
  private final Facts facts;

  ItemFacts(Facts facts) {
    this.facts = facts;
  }

  String of(Bytes input, boolean full) {
    Structure structure = Structure.of(input);
    Parsed<?> parsed = structure.door().apply(input);
    Optional<Parsed.Refused<?>> refused = Facts.refusal(parsed, Parsed.Refused::offset);
    Notation.Written written = Notation.of(input, new Shape.Rule(structure.rule()), refused, full);
    facts.put("structure", parsed.match(value -> what(structure, value), it -> name(structure)));
    facts.put("well-formed", written.wellFormed() ? "yes" : "no, or not to its end");
    facts.put("deterministic", written.encodingFault().orElse("yes"));
    facts.accepted(refused);
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

  private void signature(Structure structure, Bytes input, Parsed<?> parsed) {
    Optional<Sign1> sign1 =
        structure.rule().equals("sign1")
            ? Sign1.parse(input, Logged.ENTRY_SIZE_MAX).toOptional()
            : Optional.empty();
    Object value = parsed.match(it -> (Object) it, it -> "");
    if (sign1.isPresent()) {
      Signed signed =
          value instanceof Signed it ? it : new Signed(sign1.get(), "", Optional.empty());
      facts.judge("signature", verdict(signed), "unchecked: --key names the key of its maker");
      Consent.asked(signed.sign1()).ifPresent(order -> consent(signed, order));
      facts.put("id", sign1.get().id().hex());
    } else if (Set.of("passport", "evidence", "slip").contains(structure.rule())) {
      String which = structure.rule().equals("slip") ? "slip" : "passport";
      facts.put("signature", "unchecked: './baymark verify' checks those of a " + which);
    } else if (value instanceof Accusation) {
      facts.put("signature", "unchecked: './baymark accuse' checks those of an accusation");
    }
    if (value instanceof VerifyingKey key) {
      facts.put("thumbprint", key.thumbprint().hex());
    } else if (value instanceof Receipt receipt) {
      facts.put("claim", Receipts.claim(receipt));
      facts.put("signature", "unchecked: it is over a root to which only the entry leads");
    } else if (value instanceof TransparentStatement transparent) {
      receipts(transparent);
    }
  }

  private void receipts(TransparentStatement transparent) {
    int number = 0;
    for (Receipt receipt : transparent.receipts()) {
      facts.put("receipt " + ++number, Receipts.claim(receipt));
    }
    facts.judge(
        "signature",
        key().map(key -> Receipts.judge(transparent, key)),
        "unchecked: --key names the key of a receipt, or of the statement's maker");
    facts.put("id", transparent.statement().id().hex());
  }

  private Optional<VerifyingKey> key() {
    return facts.signer().flatMap(Signer::key);
  }

  private Optional<Verdict> verdict(Signed signed) {
    Optional<VerifyingKey> own = signed.ownKey().filter(it -> key().isEmpty());
    return key()
        .or(() -> own)
        .map(
            key -> {
              Optional<String> fault =
                  facts
                      .signer()
                      .flatMap(Signer::name)
                      .filter(name -> !name.equals(signed.sign1().issuer()))
                      .map(name -> "the key is of " + name + ", iss is " + signed.sign1().issuer())
                      .or(() -> signed.fault(key));
              String by = "by " + key + (own.isPresent() ? ", which stands in it" : "");
              return fault.map(Verdict::wrong).orElseGet(() -> Verdict.right(by));
            });
  }

  /** Only who signed the roll-over is known to be the key before. */
  private void consent(Signed signed, Proof.RollOver order) {
    Optional<Verdict> verdict =
        key()
            .filter(before -> signed.fault(before).isEmpty())
            .map(before -> Consent.judge(signed.sign1(), order, before));
    facts.judge("consent", verdict, Consent.UNCHECKED);
    if (verdict.isEmpty()) {
      facts.put("accepted", Consent.ACCEPTED_BUT);
    } else if (!verdict.get().right()) {
      facts.put("accepted", Consent.REFUSED);
    }
  }
}
