package org.baymark.node.ledger;

import static org.baymark.node.ledger.GenesisRules.orMalformed;
import static org.baymark.node.ledger.RejectionException.demand;

import java.util.Optional;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.index.GatewayState;
import org.baymark.protocol.registration.Members;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.registration.Revocation;

/** Registrations and revocations, which a member signs. */
final class Admissions {
  private final Facts facts;

  Admissions(Facts facts) {
    this.facts = facts;
  }

  Result admit(Sign1 signed) throws RejectionException {
    Facts.checkSize(signed);
    Members members = facts.terms.now();
    demand(
        members.member(signed.issuer()).isPresent(),
        Rejection.NOT_A_MEMBER,
        signed.issuer() + " is not a member");
    demand(
        members.signed(signed),
        Rejection.BAD_SIGNATURE,
        "not signed by the registrar of " + signed.issuer());
    return signed.contentType() == ContentType.REGISTRATION ? register(signed) : revoke(signed);
  }

  private Result register(Sign1 signed) throws RejectionException {
    Registration registration = orMalformed(Registration.parse(signed));
    Optional<Result.Already> there = facts.registry.check(registration);
    if (there.isPresent()) {
      return there.get();
    }
    facts.indexKey(facts.registry.register(registration, signed, facts.log.size()));
    return facts.append(signed);
  }

  private Result revoke(Sign1 signed) throws RejectionException {
    Revocation revocation = orMalformed(Revocation.parse(signed));
    long lastNumber = facts.gateway(revocation.name()).map(GatewayState::number).orElse(0L);
    Optional<Result.Already> there = facts.registry.check(revocation, lastNumber);
    if (there.isPresent()) {
      return there.get();
    }
    facts.indexKey(facts.registry.revoke(revocation, signed, facts.log.size()));
    return facts.append(signed);
  }
}
