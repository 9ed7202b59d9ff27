package org.baymark.protocol.accuse;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.papers.KeyCard;
import org.baymark.protocol.passport.Evidence;

/**
 * An accusation file: what somebody holds against a quorum of members, one member, a gateway or a
 * device. That one exists says that every byte of it was understood; whom it convicts, {@link
 * Trial} says. It names nobody itself: the culprit follows from what was signed.
 */
public sealed interface Accusation
    permits Omission, Misfiling, BrokenPromise, Equivocation, Conflict, DoubleVoting {
  /** Of a file, in bytes. */
  int SIZE_MAX = Evidence.SIZE_MAX;

  /** Key cards of one accusation: a member signs one. */
  int CARDS_MAX = 64;

  /** What is held against whom. */
  enum Kind {
    /** The quorum certified an index that lacks what the log holds. */
    OMISSION("omission"),
    /** A gateway filed a statement under a key that is not of its subject. */
    MISFILING("misfiling"),
    /** A gateway did not file what it had promised to. */
    BROKEN_PROMISE("broken promise"),
    /** A device signed two statements with one number. */
    EQUIVOCATION("equivocation"),
    /** A member certified two histories of one epoch. */
    CONFLICT("conflict"),
    /** A member voted twice in one epoch. */
    DOUBLE_VOTING("double voting");

    private final String wireName;

    Kind(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }

    /** What the file begins with. */
    String type() {
      return "baymark " + wireName + " v1";
    }
  }

  Kind kind();

  /** The file. */
  Bytes encoded();

  /** What becomes of each kind. */
  interface Cases<R> {
    R omission(Omission it);

    R misfiling(Misfiling it);

    R brokenPromise(BrokenPromise it);

    R equivocation(Equivocation it);

    R conflict(Conflict it);

    R doubleVoting(DoubleVoting it);
  }

  default <R> R match(Cases<R> cases) {
    if (this instanceof Omission it) {
      return cases.omission(it);
    }
    if (this instanceof Misfiling it) {
      return cases.misfiling(it);
    }
    if (this instanceof BrokenPromise it) {
      return cases.brokenPromise(it);
    }
    if (this instanceof Equivocation it) {
      return cases.equivocation(it);
    }
    if (this instanceof Conflict it) {
      return cases.conflict(it);
    }
    return cases.doubleVoting((DoubleVoting) this);
  }

  /** Parses a file. */
  static Parsed<Accusation> parse(Bytes file) {
    return Parsed.of(
        () -> {
          if (file.size() > SIZE_MAX) {
            throw new RefusalException(Refusal.TOO_LARGE, "more than " + SIZE_MAX + " bytes");
          }
          return read(CborReader.open(file));
        });
  }

  private static Accusation read(CborReader in) throws RefusalException {
    int start = in.offset();
    int items = in.array(1, 16);
    String type = in.text(64);
    for (Kind kind : Kind.values()) {
      if (kind.type().equals(type)) {
        return switch (kind) {
          case OMISSION -> Omission.read(items, in);
          case MISFILING -> Misfiling.read(items, in);
          case BROKEN_PROMISE -> BrokenPromise.read(items, in);
          case EQUIVOCATION -> Equivocation.read(items, in);
          case CONFLICT -> Conflict.read(items, in);
          case DOUBLE_VOTING -> DoubleVoting.read(items, in);
        };
      }
    }
    throw new RefusalException(Refusal.WRONG_SHAPE, start, "no accusation");
  }

  /** Refuses an accusation that has more or fewer items than its kind. */
  static void demandItems(int items, int expected) throws RefusalException {
    if (items != expected) {
      String what = items + " items where " + expected + " belong";
      throw new RefusalException(Refusal.WRONG_SHAPE, 0, what);
    }
  }

  /** Reads key cards, each of another member, in the order of the members' names. */
  static List<KeyCard> readCards(CborReader in) throws RefusalException {
    int count = in.array(0, CARDS_MAX);
    List<KeyCard> cards = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int start = in.offset();
      KeyCard card =
          in.embedded(KeyCard.SIZE_MAX, (Function<Bytes, Parsed<KeyCard>>) KeyCard::parse);
      if (i > 0 && cards.get(i - 1).member().compareTo(card.member()) >= 0) {
        throw new RefusalException(Refusal.NOT_DETERMINISTIC, start, "cards out of order");
      }
      cards.add(card);
    }
    return cards;
  }

  static void writeCards(CborWriter out, List<KeyCard> cards) {
    out.array(cards.size());
    cards.forEach(card -> out.bytes(card.signed().encoded()));
  }

  /** Who is convicted: a member by the name of its key in the trust file, others by their own. */
  record Culprit(String what, String name) {
    static Culprit gateway(DevUrn name) {
      return new Culprit("gateway", name.text());
    }

    static Culprit device(DevUrn name) {
      return new Culprit("device", name.text());
    }

    static Culprit member(String name) {
      return new Culprit("member", name);
    }

    @Override
    public String toString() {
      return what + " " + name;
    }
  }
}
