package org.baymark.protocol.accuse;

import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.passport.Logged;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;
import org.baymark.protocol.voting.Conflict;

/**
 * Against a member: its reporter key signed two things about one epoch that exclude each other.
 *
 * @param head a certified head whose members the accused is one of
 * @param members whose hash stands in the seal of {@code head}: they say which key is whose
 */
public record DoubleVoting(SealedHead head, Members members, Conflict vote) implements Accusation {
  private static final int ITEMS = 4;

  static DoubleVoting read(int items, CborReader in) throws RefusalException {
    Accusation.demandItems(items, ITEMS);
    SealedHead head = SealedHead.read(in);
    Members members = in.embedded(Logged.ENTRY_SIZE_MAX, Members::parse);
    return new DoubleVoting(head, members, in.embedded(Conflict.SIZE_MAX, Conflict::parse));
  }

  /** The accused as the log knows it; empty if it was no member. */
  Optional<Member> accused() {
    return members.member(vote.member());
  }

  /** Whether the key that the log knows as the member's signed both. */
  public boolean isSigned() {
    return accused()
        .filter(it -> vote.first().signedBy(it.keys().reporter()))
        .filter(it -> vote.second().signedBy(it.keys().reporter()))
        .isPresent();
  }

  @Override
  public Kind kind() {
    return Kind.DOUBLE_VOTING;
  }

  @Override
  public Bytes encoded() {
    CborWriter out = new CborWriter().array(ITEMS).text(kind().type());
    head.write(out);
    return out.bytes(members.encoded()).bytes(vote.encoded()).toBytes();
  }
}
