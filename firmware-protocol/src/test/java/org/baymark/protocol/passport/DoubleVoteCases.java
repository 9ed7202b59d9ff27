package org.baymark.protocol.passport;

import static org.baymark.protocol.passport.AccusationCase.guilty;
import static org.baymark.protocol.passport.AccusationCase.not;

import java.util.List;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.registration.Members;

/** The charge that a member signed two things that exclude each other. */
final class DoubleVoteCases {
  private DoubleVoteCases() {}

  static void add(List<AccusationCase> all) {
    DoubleVotes votes = new DoubleVotes();
    Members members = votes.members;
    DevUrn name = members.members().get(1).name();
    DevUrn stranger = new DevUrn("urn:dev:org:32473-stranger");
    all.add(guilty("double voting", votes.of(votes.vote(1)), name.text()));
    all.add(
        not(
            "double voting with another's key",
            votes.of(DoubleVotes.vote(members.origin(), name, 2)),
            "keys=fail"));
    all.add(
        not(
            "double voting of who is no member",
            votes.of(DoubleVotes.vote(members.origin(), stranger, 1)),
            "keys=fail"));
    all.add(
        not(
            "double voting about another log",
            votes.of(DoubleVotes.vote("other.example/log", name, 1)),
            "charge=fail"));
    Members fewer = new Members(members.origin(), members.members().subList(0, 3));
    all.add(not("double voting of members whom no seal names", votes.with(fewer), "in-log=fail"));
    all.add(
        not("double voting under a head without its seal", votes.withoutItsSeal(), "in-log=fail"));
    all.add(
        not(
            "double voting under a head that two co-signed",
            votes.certifiedByTwo(),
            "co-signed=fail"));
  }
}
