package org.baymark.node.ledger;

import static org.baymark.node.ledger.RejectionException.demand;

import java.util.HashSet;
import java.util.Set;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.registration.Members;
import org.baymark.protocol.registration.Members.Member;

/** What the first entry of a log is asked (PROTOCOL.md, "Genesis"). */
final class GenesisRules {
  private GenesisRules() {}

  /** The members that a well-made genesis names. */
  static Members members(Sign1 genesis) throws RejectionException {
    demand(
        genesis.contentType() == ContentType.MEMBERS && genesis.claims().issuedAt().isPresent(),
        Rejection.MALFORMED,
        "a genesis is a dated list of members");
    Members members = orMalformed(Members.parse(genesis.payload()));
    Member first = members.members().get(0);
    demand(
        genesis.issuer().equals(first.name())
            && genesis.subject().text().equals(first.name().text()),
        Rejection.NOT_A_MEMBER,
        "a genesis is by and about the first member, " + first.name());
    demand(
        members.signed(genesis),
        Rejection.BAD_SIGNATURE,
        "not signed by the registrar of " + first.name());
    keys(members);
    return members;
  }

  /** Every key can sign what it is for, and no two members, and no two purposes, share one. */
  private static void keys(Members members) throws RejectionException {
    Set<VerifyingKey> seen = new HashSet<>();
    for (Member member : members.members()) {
      NoteKey log = noteKey(member.logKey());
      NoteKey cosigner = noteKey(member.cosignerKey());
      demand(
          log.type() == NoteKey.LOG && log.name().equals(members.origin()),
          Rejection.BAD_MEMBERS,
          "the log key of " + member.name() + " does not sign for " + members.origin());
      demand(
          cosigner.type() == NoteKey.COSIGNER,
          Rejection.BAD_MEMBERS,
          "the co-signing key of " + member.name() + " is of another type");
      demand(
          seen.add(log.key()) && seen.add(cosigner.key()) && seen.add(member.registrar()),
          Rejection.BAD_MEMBERS,
          "a key of " + member.name() + " stands twice");
    }
  }

  private static NoteKey noteKey(String vkey) throws RejectionException {
    return orReject(NoteKey.parse(vkey), Rejection.BAD_MEMBERS);
  }

  static <T> T orMalformed(Parsed<T> parsed) throws RejectionException {
    return orReject(parsed, Rejection.MALFORMED);
  }

  private static <T> T orReject(Parsed<T> parsed, Rejection rejection) throws RejectionException {
    if (parsed instanceof Parsed.Refused<T> refused) {
      throw new RejectionException(rejection, refused.text());
    }
    return ((Parsed.Ok<T>) parsed).value();
  }
}
