package org.baymark.protocol.passport;

import static org.baymark.protocol.passport.AccusationCase.MEMBERS;
import static org.baymark.protocol.passport.AccusationCase.guilty;
import static org.baymark.protocol.passport.AccusationCase.not;

import java.util.List;
import java.util.Optional;
import org.baymark.protocol.accuse.Conflict;
import org.baymark.protocol.accuse.SealedHead;
import org.baymark.protocol.bytes.Digest;

/** The charge that members certified two logs. */
final class ConflictCases {
  private ConflictCases() {}

  static void add(List<AccusationCase> all) {
    String[] members = MEMBERS.toArray(String[]::new);
    Conflict good = (Conflict) Charges.conflict(0, 0, 0);
    Conflict longer = (Conflict) Charges.conflict(2, 1, 1);
    all.add(guilty("conflict of one size", good, members));
    all.add(guilty("conflict of two sizes in epoch 1", longer, members));
    all.add(not("conflict of two epochs", Charges.conflict(2, 0, 1), "charge=fail"));
    all.add(
        guilty(
            "conflict that two members co-signed",
            new Conflict(only(good.first(), 1, 2), only(good.second(), 2, 3), Optional.empty()),
            MEMBERS.get(2)));
    all.add(
        not(
            "conflict that no member co-signed",
            new Conflict(only(good.first(), 0, 1), only(good.second(), 2, 3), Optional.empty()),
            "co-signed=fail"));
    Conflict.Fork fork = longer.fork().orElseThrow();
    all.add(
        not(
            "conflict at an entry that both have",
            new Conflict(
                longer.first(),
                longer.second(),
                Optional.of(
                    new Conflict.Fork(
                        fork.index(),
                        fork.firstLeaf(),
                        fork.firstPath(),
                        fork.firstLeaf(),
                        fork.firstPath()))),
            "charge=fail"));
    all.add(not("conflict of a log with itself", grown(), "charge=fail"));
    all.add(
        not(
            "conflict of heads without their seals",
            new Conflict(
                new SealedHead(good.first().checkpoint(), good.second().seal(), List.of()),
                good.second(),
                Optional.empty()),
            "in-log=fail"));
  }

  private static SealedHead only(SealedHead head, int first, int second) {
    return new SealedHead(
        AccusationCase.only(head.checkpoint(), first, second), head.seal(), head.path());
  }

  /** Two heads of one honest log, and an entry of it. */
  private static Conflict grown() {
    Charges charges = new Charges();
    charges.gateway.take(charges.sensor.reads("1")).seal();
    Evidence before = Papers.issue(charges.world, charges.sensor.subject()).together().evidence();
    charges.gateway.take(charges.sensor.reads("2")).seal();
    Evidence after = Papers.issue(charges.world, charges.sensor.subject()).together().evidence();
    LoggedHeader one = before.headers().get(0);
    Digest leaf = org.baymark.protocol.merkle.MerkleTree.leafHash(one.logged().signed().encoded());
    return new Conflict(
        new SealedHead(before.checkpoint(), before.seal(), before.sealPath()),
        new SealedHead(after.checkpoint(), after.seal(), after.sealPath()),
        Optional.of(
            new Conflict.Fork(
                one.index(),
                leaf,
                one.logged().path(),
                leaf,
                after.headers().get(0).logged().path())));
  }
}
