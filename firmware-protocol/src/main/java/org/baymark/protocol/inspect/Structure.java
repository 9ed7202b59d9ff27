package org.baymark.protocol.inspect;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.baymark.protocol.accuse.Accusation;
import org.baymark.protocol.accuse.SignedPromise;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.chain.ChainRecord;
import org.baymark.protocol.governance.Succession;
import org.baymark.protocol.index.IndexSeal;
import org.baymark.protocol.log.LogReceipt;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.passport.EvidenceRequest;
import org.baymark.protocol.passport.Passport;
import org.baymark.protocol.passport.Slip;
import org.baymark.protocol.receipt.Receipt;
import org.baymark.protocol.receipt.ReceiptKeyForm;
import org.baymark.protocol.receipt.TransparentStatement;
import org.baymark.protocol.registration.Members;
import org.baymark.protocol.voting.Certificate;
import org.baymark.protocol.voting.Conflict;
import org.baymark.protocol.voting.Cosigned;
import org.baymark.protocol.voting.Opened;
import org.baymark.protocol.voting.PromisedReceipt;
import org.baymark.protocol.voting.StopSet;

/**
 * Which structure bytes are meant to be, by their first bytes alone, so that also a broken one is
 * known for what it should have been.
 *
 * @param rule its rule in the {@link Table}
 * @param door what reads it as strictly as the protocol does
 */
record Structure(String rule, Function<Bytes, Parsed<?>> door) {
  /** What no rule names is an item of section 2 and no more. */
  private static final Structure PLAIN = new Structure("", Structure::item);

  /** The rules of what has the tag of a COSE_Sign1. */
  private static final Set<String> SIGNED =
      Set.of("sign1", "scitt_receipt", "transparent_statement");

  private static final Map<String, Function<Bytes, Parsed<?>>> DOORS =
      Map.ofEntries(
          Map.entry("sign1", Signed::parse),
          Map.entry("cose_key", Doors::key),
          Map.entry("record", ChainRecord::parse),
          Map.entry("members", Members::parse),
          Map.entry("subject_entry", SubjectEntry::parse),
          Map.entry("index_seal", IndexSeal::parse),
          Map.entry("evidence", Evidence::parse),
          Map.entry("succession", Succession::parse),
          Map.entry("passport", Passport::parse),
          Map.entry("slip", Slip::parse),
          Map.entry("evidence_request", EvidenceRequest::parse),
          Map.entry("batch_body", Doors::batchBody),
          Map.entry("receipt", LogReceipt::parse),
          Map.entry("promised_receipt", PromisedReceipt::parse),
          Map.entry("scitt_receipt", Receipt::parse),
          Map.entry("transparent_statement", TransparentStatement::parse),
          Map.entry("promise", SignedPromise::parse),
          Map.entry("omission", Accusation::parse),
          Map.entry("misfiling", Accusation::parse),
          Map.entry("broken_promise", Accusation::parse),
          Map.entry("equivocation", Accusation::parse),
          Map.entry("conflict", Accusation::parse),
          Map.entry("double_voting", Accusation::parse),
          Map.entry("certificate", Certificate::parse),
          Map.entry("stop_set", StopSet::parse),
          Map.entry("opened", Opened::parse),
          Map.entry("cosigned", Cosigned::parse),
          Map.entry("double_vote", Conflict::parse));

  /** Whether there is a reader for its shape; else only the rules of section 2 are looked at. */
  boolean isRead() {
    return DOORS.containsKey(rule);
  }

  /** Whether these bytes are a structure with a name, which its reader accepts. */
  static boolean isOurs(Bytes input) {
    Structure structure = of(input);
    return structure.isRead() && structure.door().apply(input) instanceof Parsed.Ok;
  }

  static Structure of(Bytes input) {
    String rule = rule(input.unsafeArray());
    return rule.isEmpty() ? PLAIN : new Structure(rule, DOORS.getOrDefault(rule, Structure::item));
  }

  private static Parsed<?> item(Bytes input) {
    return Parsed.of(() -> CborReader.open(input));
  }

  private static String rule(byte[] in) {
    Optional<Head> outer = Head.read(in, 0, in.length);
    return outer.map(head -> rule(in, head)).orElse("");
  }

  private static String rule(byte[] in, Head outer) {
    Optional<Head> first = Head.read(in, outer.end(), in.length);
    switch (outer.major()) {
      case 4 -> {
        if (first.isPresent() && first.get().major() == 3) {
          return typed(in, first.get());
        }
        if (first.isPresent() && first.get().major() == 5) {
          return rule(in, first.get()).equals("receipts_key") ? "key_set" : "";
        }
        // A COSE_Sign1 without its tag, a record, the body of a batch: bytes first, no type.
        Optional<Head> second = first.filter(it -> it.major() == 2).flatMap(it -> after(in, it));
        int kind = second.map(Head::major).orElse(-1);
        return switch ((int) Math.min(outer.argument(), 5)) {
          case 2 -> kind == 4 ? "batch_body" : "";
          case 4 -> kind == 5 ? signed(in, second.get()) : kind == 0 ? "record" : "";
          default -> "";
        };
      }
      case 5 -> {
        Set<Long> labels = labels(in, outer);
        boolean key = labels.contains(1L) && labels.contains(-1L) && labels.contains(-2L);
        if (key && labels.contains((long) ReceiptKeyForm.MEMBER)) {
          return "receipts_key";
        }
        return key ? "cose_key" : labels.equals(Set.of(-1L, -2L)) ? "problem" : "";
      }
      case 6 -> {
        Optional<Head> array = first.filter(it -> it.major() == 4);
        String rule = array.map(it -> rule(in, it)).filter(SIGNED::contains).orElse("sign1");
        return outer.argument() == 18 ? rule : "";
      }
      default -> {
        return "";
      }
    }
  }

  /** What a COSE_Sign1 is by the first label of its unprotected map, which is empty in ours. */
  private static String signed(byte[] in, Head unprotected) {
    Optional<Head> label =
        Head.read(in, unprotected.end(), in.length)
            .filter(it -> unprotected.argument() > 0 && it.major() == 0);
    return switch (label.map(Head::argument).orElse(0L).intValue()) {
      case 394 -> "transparent_statement";
      case 396 -> "scitt_receipt";
      default -> "sign1";
    };
  }

  private static String typed(byte[] in, Head text) {
    boolean isShort =
        text.argument() >= 0 && text.argument() <= Math.min(64, in.length - text.end());
    return isShort
        ? Grammar.OURS
            .ofType(Bytes.of(in).slice(text.end(), text.end() + (int) text.argument()).utf8())
            .orElse("")
        : "";
  }

  /** The head behind a string or a number. */
  private static Optional<Head> after(byte[] in, Head head) {
    boolean string = head.major() == 2 || head.major() == 3;
    long size = string ? head.argument() : 0;
    boolean stepped = head.major() < 4 && size >= 0 && size <= in.length - head.end();
    return stepped ? Head.read(in, head.end() + (int) size, in.length) : Optional.empty();
  }

  /** The integer labels of a map that has strings and numbers only. */
  private static Set<Long> labels(byte[] in, Head map) {
    Set<Long> labels = new HashSet<>();
    Optional<Head> key = Head.read(in, map.end(), in.length);
    for (int i = 0; i < 16 && key.isPresent() && key.get().major() <= 1; i++) {
      long number = key.get().argument();
      labels.add(key.get().major() == 0 ? number : ~number);
      if (labels.size() == map.argument()) {
        break;
      }
      key = after(in, key.get()).flatMap(value -> after(in, value));
    }
    return labels;
  }
}
