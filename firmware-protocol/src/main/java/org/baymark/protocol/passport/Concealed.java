package org.baymark.protocol.passport;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.statement.Erasure;
import org.baymark.protocol.statement.Hidden;
import org.baymark.protocol.statement.Reveal;
import org.baymark.protocol.statement.Unverified;

/**
 * A hidden statement, and what became of its content (PROTOCOL.md, section 14.12).
 *
 * @param content where it was shown beside the passport and is what the statement hides
 * @param erasures who says that it was erased, in the order of what they claim as time
 */
public record Concealed(
    Sign1 signed, String mediaType, Optional<Bytes> content, List<Erased> erasures) {

  public Concealed {
    erasures = List.copyOf(erasures);
  }

  /** What a reader can know of the content. */
  public enum State {
    /** Shown with its salt, and what the device signed for. */
    DISCLOSED,
    /** Not shown; nothing in the passport says that it was erased. */
    WITHHELD,
    /** Not shown, and a statement in the passport says that it was erased. */
    ERASED;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** One who erased it. */
  public record Erased(Sign1 signed, String reason) {
    /** By whom, and which of its numbers. */
    public String by() {
      return Texts.of(signed);
    }

    /** By the clock of whoever erased it. */
    public Instant at() {
      return Instant.ofEpochSecond(signed.claims().issuedAt().orElse(0));
    }
  }

  /** By whom, and which of its numbers. */
  public String by() {
    return Texts.of(signed);
  }

  public State state() {
    if (content.isPresent()) {
      return State.DISCLOSED;
    }
    return erasures.isEmpty() ? State.WITHHELD : State.ERASED;
  }

  /** All of a passport, each once, in the order of the file. */
  static List<Concealed> of(Dossier dossier) {
    Map<Digest, Unverified> hidden = new LinkedHashMap<>();
    List<Unverified> words = new ArrayList<>();
    for (Filed filed : dossier.filed()) {
      for (Unverified one : filed.statements()) {
        if (one.content() instanceof Hidden) {
          hidden.putIfAbsent(one.signed().id(), one);
        } else if (one.content() instanceof Erasure) {
          words.add(one);
        }
      }
    }
    return hidden.values().stream().map(one -> of(dossier, one, words)).toList();
  }

  private static Concealed of(Dossier dossier, Unverified one, List<Unverified> words) {
    Map<Digest, Erased> erasures = new LinkedHashMap<>();
    words.stream()
        .filter(word -> word.signed().subject().equals(one.signed().subject()))
        .sorted(Comparator.comparingLong(word -> word.signed().claims().issuedAt().orElse(0)))
        .forEach(
            word -> {
              if (word.content() instanceof Erasure it && it.erased().equals(one.signed().id())) {
                erasures.putIfAbsent(word.signed().id(), new Erased(word.signed(), it.reason()));
              }
            });
    return new Concealed(
        one.signed(),
        one.signed().preimage().orElse(""),
        dossier.reveals().stream()
            .filter(reveal -> reveal.isOf(one))
            .map(Reveal::content)
            .findFirst(),
        List.copyOf(erasures.values()));
  }

  /** That all that is shown beside the passport is what a statement in it hides. */
  static void check(Dossier dossier, Faults faults) {
    for (Reveal reveal : dossier.reveals()) {
      List<Unverified> named =
          dossier.filed().stream()
              .flatMap(filed -> filed.statements().stream())
              .filter(reveal::names)
              .toList();
      faults.demand(
          named.stream().anyMatch(reveal::isOf),
          named.isEmpty()
              ? "what is shown of "
                  + reveal.boot()
                  + "/"
                  + reveal.seq()
                  + " under kid "
                  + reveal.kid().hex()
                  + " belongs to no hidden statement here"
              : "the content shown for "
                  + Texts.of(named.get(0).signed())
                  + " is not what it hides: another salt or another content");
    }
  }
}
