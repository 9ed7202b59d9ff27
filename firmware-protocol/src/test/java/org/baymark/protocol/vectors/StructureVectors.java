package org.baymark.protocol.vectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cose.Claims;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Subject;

/**
 * structures.json: one good structure of each kind, and what becomes of it when one part of it is
 * another. A refused one is told by what it has in the place of some bytes of the good one.
 */
final class StructureVectors {
  private static final Position FIRST = new Position(1, 0, Optional.empty(), OptionalLong.empty());

  private final ObjectNode root = Files.object();
  private final ArrayNode accepted = root.putArray("accepted");
  private final ArrayNode refused = root.putArray("refused");

  static Bytes make() {
    StructureVectors vectors = new StructureVectors();
    StructureSamples.all(vectors);
    return Files.json(vectors.root);
  }

  /** A structure that is no signed thing, and all its breaks. */
  void plain(String structure, String note, String rule, Bytes good) {
    broken(structure, note, rule, good, UnaryOperator.identity());
  }

  /** What one signs, and all the breaks of the payload, each well signed. */
  void signed(String structure, String note, String rule, Saying saying, Bytes payload) {
    broken(structure, note, rule, payload, saying::of);
    if (!saying.type().byDevice()) {
      refuse(structure, note, "with a position", saying.at(payload, Optional.of(FIRST)));
    }
  }

  /** Who signs what: all of a signed thing but its payload. */
  record Saying(SigningKey key, ContentType type, DevUrn issuer, Subject subject, boolean dated) {
    Bytes of(Bytes payload) {
      return at(payload, type.byDevice() ? Optional.of(FIRST) : Optional.empty());
    }

    private Bytes at(Bytes payload, Optional<Position> position) {
      OptionalLong iat = dated ? OptionalLong.of(Story.T0) : OptionalLong.empty();
      Claims claims = new Claims(issuer, subject, iat, position);
      return Sign1.sign(key, type, claims, payload).encoded();
    }

    Saying of(ContentType other) {
      return new Saying(key, other, issuer, subject, dated);
    }

    Saying about(Subject other) {
      return new Saying(key, type, issuer, other, dated);
    }

    Saying dated(boolean other) {
      return new Saying(key, type, issuer, subject, other);
    }
  }

  /** The breaks of a part of a structure; {@code around} puts it into the whole. */
  void broken(String structure, String note, String rule, Bytes part, UnaryOperator<Bytes> around) {
    accept(structure, note, around.apply(part));
    for (Map.Entry<String, Bytes> one : Breaks.of(rule, part).entrySet()) {
      Bytes changed = around.apply(one.getValue());
      if (StructureDoors.open(structure, changed) instanceof Parsed.Refused<?>) {
        refuse(structure, note, one.getKey(), changed);
      }
    }
  }

  void accept(String structure, String note, Bytes good) {
    if (StructureDoors.open(structure, good) instanceof Parsed.Refused<?> no) {
      throw new IllegalStateException(structure + ", " + note + ": " + no.text());
    }
    accepted.addObject().put("structure", structure).put("note", note).put("bytes", good.hex());
  }

  /** A break of the accepted structure with this note. */
  void refuse(String structure, String note, String what, Bytes changed) {
    Parsed.Refused<?> why =
        StructureDoors.open(structure, changed) instanceof Parsed.Refused<?> no
            ? no
            : refusedNot(structure, what);
    Bytes good = good(structure, note);
    int from = 0;
    while (from < Math.min(good.size(), changed.size()) && good.at(from) == changed.at(from)) {
      from++;
    }
    int same = 0; // at the end
    while (same < Math.min(good.size(), changed.size()) - from
        && good.at(good.size() - 1 - same) == changed.at(changed.size() - 1 - same)) {
      same++;
    }
    ObjectNode one = refused.addObject().put("structure", structure).put("of", note);
    one.put("note", what).put("from", from).put("to", good.size() - same);
    one.put("with", changed.slice(from, changed.size() - same).hex());
    one.put("reason", why.refusal().wireName()).put("number", why.refusal().number());
  }

  private static Parsed.Refused<?> refusedNot(String structure, String what) {
    throw new IllegalStateException(structure + ", " + what + " is accepted");
  }

  private Bytes good(String structure, String note) {
    for (var one : accepted) {
      if (one.get("structure").asText().equals(structure)
          && one.get("note").asText().equals(note)) {
        return Files.hex(one.get("bytes"));
      }
    }
    throw new IllegalStateException("no " + structure + ", " + note);
  }
}
