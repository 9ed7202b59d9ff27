package org.baymark.protocol.governance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;

/** One change of an alliance; of its members at most one at a time (voting.md, rule 10). */
public sealed interface Change {
  /** Of a card, in bytes. */
  int CARD_SIZE_MAX = 16_384;

  /**
   * A new member.
   *
   * @param card signed by the new member, so that nobody is made one who did not ask
   */
  record Admit(Sign1 card, Member member) implements Change {}

  /** The end of a membership. */
  record Remove(DevUrn name) implements Change {}

  /**
   * A member's new keys, addresses or company, under its old name.
   *
   * @param card signed by the new registrar key
   */
  record Replace(Sign1 card, Member member) implements Change {}

  /** From now on {@code gateway} asks {@code owner} for registrations. */
  record Entrust(DevUrn gateway, DevUrn owner) implements Change {}

  default <R> R match(
      Function<Admit, R> admit,
      Function<Remove, R> remove,
      Function<Replace, R> replace,
      Function<Entrust, R> entrust) {
    if (this instanceof Admit it) {
      return admit.apply(it);
    }
    if (this instanceof Remove it) {
      return remove.apply(it);
    }
    return this instanceof Replace it ? replace.apply(it) : entrust.apply((Entrust) this);
  }

  static Admit admit(Sign1 card) throws RefusalException {
    return new Admit(card, Member.parseCard(card).orRefuse());
  }

  static Replace replace(Sign1 card) throws RefusalException {
    return new Replace(card, Member.parseCard(card).orRefuse());
  }

  /** Reads [word, ...]. */
  static Change read(CborReader in) throws RefusalException {
    int start = in.offset();
    int count = in.array(2, 3);
    String word = in.text(16);
    Change change =
        switch (word) {
          case "admit" -> admit(card(in));
          case "replace" -> replace(card(in));
          case "remove" -> new Remove(name(in));
          case "entrust" -> new Entrust(name(in), name(in));
          default -> throw new RefusalException(Refusal.OUT_OF_RANGE, start, "no change " + word);
        };
    if (count != (change instanceof Entrust ? 3 : 2)) {
      throw new RefusalException(Refusal.WRONG_SHAPE, start, word + " of another length");
    }
    return change;
  }

  private static Sign1 card(CborReader in) throws RefusalException {
    return in.embedded(
        CARD_SIZE_MAX,
        bytes ->
            Parsed.of(
                () -> {
                  Sign1 card = Sign1.read(bytes, CARD_SIZE_MAX);
                  Member.parseCard(card).orRefuse();
                  return card;
                }));
  }

  private static DevUrn name(CborReader in) throws RefusalException {
    int start = in.offset();
    return DevUrn.read(in.text(DevUrn.SIZE_MAX), start);
  }

  default void write(CborWriter out) {
    match(
        it -> out.array(2).text("admit").bytes(it.card().encoded()),
        it -> out.array(2).text("remove").text(it.name().text()),
        it -> out.array(2).text("replace").bytes(it.card().encoded()),
        it -> out.array(3).text("entrust").text(it.gateway().text()).text(it.owner().text()));
  }

  /** The members after this; empty where it changes no member, or cannot be made of these. */
  default Optional<Members> of(Members before) {
    return match(
        it -> before.member(it.member().name()).isPresent() ? none() : with(before, it.member()),
        it -> before.member(it.name()).isPresent() ? without(before, it.name()) : none(),
        it ->
            before.member(it.member().name()).filter(old -> !old.equals(it.member())).isPresent()
                ? with(before, it.member())
                : none(),
        it -> none());
  }

  private static Optional<Members> none() {
    return Optional.empty();
  }

  private static Optional<Members> with(Members before, Member member) {
    List<Member> members = others(before, member.name());
    members.add(member);
    members.sort(Comparator.comparing(Member::name));
    return members.size() > Members.MEMBERS_MAX
        ? none()
        : Optional.of(new Members(before.origin(), members));
  }

  private static Optional<Members> without(Members before, DevUrn name) {
    List<Member> members = others(before, name);
    return members.isEmpty() ? none() : Optional.of(new Members(before.origin(), members));
  }

  private static List<Member> others(Members before, DevUrn name) {
    List<Member> members = new ArrayList<>(before.members());
    members.removeIf(member -> member.name().equals(name));
    return members;
  }
}
