package org.baymark.protocol.passport;

import java.util.List;
import java.util.Optional;
import org.baymark.protocol.accuse.Accusation;
import org.baymark.protocol.accuse.DoubleVoting;
import org.baymark.protocol.accuse.SealedHead;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.registration.Members;
import org.baymark.protocol.voting.Conflict;
import org.baymark.protocol.voting.Head;
import org.baymark.protocol.voting.Report;
import org.baymark.protocol.voting.Voice;

/** A member that reports two heads of one size, and who says so. */
final class DoubleVotes {
  private final Charges charges = new Charges();
  private final SealedHead head;
  final Members members = charges.world.alliance.members;

  DoubleVotes() {
    charges.gateway.take(charges.sensor.reads("1")).seal();
    Evidence evidence = Papers.issue(charges.world, charges.sensor.subject()).together().evidence();
    head = new SealedHead(evidence.checkpoint(), evidence.seal(), evidence.sealPath());
  }

  /** By the member with this name, with the key of that one. */
  static Conflict vote(String origin, DevUrn name, int signer) {
    Voice voice = Voice.of(name, Speaker.key(Suite.EDDSA, "reporter" + signer));
    return new Conflict(
        Report.say(voice, origin, new Head(1, 7, Digest.sha256())).signed(),
        Report.say(voice, origin, new Head(1, 7, Digest.sha256(Bytes.ofUtf8("other")))).signed(),
        Optional.empty());
  }

  Conflict vote(int member) {
    return vote(members.origin(), charges.world.alliance.name(member), member);
  }

  Accusation of(Conflict vote) {
    return new DoubleVoting(head, members, vote);
  }

  Accusation with(Members others) {
    return new DoubleVoting(head, others, vote(1));
  }

  /** The log signed the head, and two members did. */
  Accusation certifiedByTwo() {
    SealedHead few =
        new SealedHead(AccusationCase.only(head.checkpoint(), 0, 1), head.seal(), head.path());
    return new DoubleVoting(few, members, vote(1));
  }

  Accusation withoutItsSeal() {
    SealedHead bare = new SealedHead(head.checkpoint(), head.seal(), List.of());
    return new DoubleVoting(bare, members, vote(1));
  }
}
