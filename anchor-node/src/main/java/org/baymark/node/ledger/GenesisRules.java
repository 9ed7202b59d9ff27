package org.baymark.node.ledger;

import static org.baymark.node.ledger.RejectionException.demand;

import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.registration.Members;

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
    demand(
        members.member(genesis.issuer()).isPresent()
            && genesis.subject().text().equals(genesis.issuer().text()),
        Rejection.NOT_A_MEMBER,
        "a genesis is by one of the members, about itself");
    demand(
        members.signed(genesis),
        Rejection.BAD_SIGNATURE,
        "not signed by the registrar of " + genesis.issuer());
    MemberRules.check(members);
    return members;
  }

  static <T> T orMalformed(Parsed<T> parsed) throws RejectionException {
    return orReject(parsed, Rejection.MALFORMED);
  }

  static <T> T orReject(Parsed<T> parsed, Rejection rejection) throws RejectionException {
    if (parsed instanceof Parsed.Refused<T> refused) {
      throw new RejectionException(rejection, refused.text());
    }
    return ((Parsed.Ok<T>) parsed).value();
  }
}
