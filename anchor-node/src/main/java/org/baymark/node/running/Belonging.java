package org.baymark.node.running;

import java.util.List;
import java.util.Optional;
import org.baymark.node.exit.Failure;
import org.baymark.node.folder.FolderException;
import org.baymark.node.folder.GenesisFile;
import org.baymark.node.ledger.Ledger;
import org.baymark.node.sequence.Execution;
import org.baymark.node.sequence.MemberSets;
import org.baymark.node.store.LogStore;
import org.baymark.node.store.StoreException;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether genesis, log and card in a folder belong together. The genesis says how the log began;
 * who is a member now, and with which keys, only the log says.
 */
final class Belonging {
  private static final Logger LOG = LoggerFactory.getLogger(Belonging.class);

  private static final String NOT_ADMITTED =
      "this member is not admitted yet: it copies the log when others let it in, and does not vote";

  private Belonging() {}

  /** The genesis that this node was given; empty where it makes its own. */
  static Optional<GenesisFile> genesis(Node.Setting setting) throws Failure {
    try {
      Optional<GenesisFile> genesis = GenesisFile.read(setting.folder());
      String origin = setting.config().origin();
      if (genesis.filter(file -> !file.members().origin().equals(origin)).isPresent()) {
        throw new FolderException(
            "The file " + setting.folder().genesis() + " founds another log than " + origin + ".");
      }
      return genesis;
    } catch (FolderException e) {
      throw new Failure(Failure.UNUSABLE_FILE, String.valueOf(e.getMessage()));
    }
  }

  /** The entry with which a stored log began. */
  static GenesisFile begun(LogStore store) {
    Sign1 entry =
        Sign1.parse(store.entries().at(0).orElseThrow(), Ledger.ENTRY_SIZE_MAX)
            .toOptional()
            .orElseThrow();
    return new GenesisFile(entry, Members.parse(entry.payload()).toOptional().orElseThrow());
  }

  /** As what the log, as far as it goes, lets this node start. */
  static Turnover.Role role(
      Node.Setting setting, Optional<GenesisFile> genesis, Execution execution) {
    Optional<MemberSets> sets = execution.status().members();
    if (sets.filter(it -> isOut(setting, it)).isPresent()
        && wasMember(setting, genesis, execution)) {
      return Turnover.Role.PAST;
    }
    if (Farewell.wasSaid(setting, execution)) {
      LOG.atWarn().addKeyValue("member", setting.member().name()).log(PastMember.SENTENCE);
      return Turnover.Role.PAST;
    }
    return isOfSeveral(genesis, setting.config().name(), execution)
        ? Turnover.Role.ONE_OF_SEVERAL
        : Turnover.Role.ALONE;
  }

  /** Whether the log needs an order: it has several members, or had at any time. */
  private static boolean isOfSeveral(
      Optional<GenesisFile> genesis, DevUrn self, Execution execution) {
    return genesis.map(file -> isOfSeveral(file.members(), self)).orElse(false)
        || execution.memberSets().stream().anyMatch(set -> set.members().size() > 1);
  }

  private static boolean isOfSeveral(Members founders, DevUrn self) {
    return founders.members().size() > 1 || founders.member(self).isEmpty();
  }

  /**
   * @throws StoreException if the log is another's
   */
  static void check(
      Node.Setting setting, Optional<GenesisFile> genesis, LogStore store, Execution execution) {
    List<Members> sets = execution.memberSets();
    DevUrn self = setting.member().name();
    boolean isLater = genesis.filter(file -> file.members().member(self).isEmpty()).isPresent();
    if (sets.isEmpty()) {
      if (isLater) {
        LOG.atWarn().addKeyValue("member", self).log(NOT_ADMITTED);
      }
      return;
    }
    Members founders = sets.get(0);
    boolean isBegun =
        genesis
            .map(file -> store.entries().at(0).equals(Optional.of(file.entry().encoded())))
            .orElse(founders.origin().equals(setting.config().origin()));
    boolean wasMember = sets.stream().anyMatch(set -> isOurs(setting, set));
    Members now = sets.get(sets.size() - 1);
    // Whoever came later may have copied as far as where the founder was alone.
    if (!isBegun || (now.members().size() == 1 && !wasMember && !isLater)) {
      throw other(setting, founders);
    }
    if (!isOurs(setting, now)) {
      LOG.atWarn()
          .addKeyValue("member", self)
          .log(
              now.member(self).isPresent()
                  ? "the log names other keys of this member than keys/ holds: it does not vote"
                      + " with these; if they are new, propose them: baymark alliance propose"
                  : wasMember ? PastMember.SENTENCE : NOT_ADMITTED);
    }
  }

  /** Whether the log names this member, with these keys. */
  static boolean isOurs(Node.Setting setting, Members members) {
    return members
        .member(setting.member().name())
        .map(Member::keys)
        .filter(setting.member().keys()::equals)
        .isPresent();
  }

  /**
   * Whether this member was one with these keys, by whatever part of the log or by what it is to
   * begin with.
   */
  static boolean wasMember(
      Node.Setting setting, Optional<GenesisFile> genesis, Execution execution) {
    return genesis.filter(file -> isOurs(setting, file.members())).isPresent()
        || execution.memberSets().stream().anyMatch(set -> isOurs(setting, set));
  }

  /** Whether a certified head says that this member is none, and nothing since that it will be. */
  static boolean isOut(Node.Setting setting, MemberSets sets) {
    DevUrn self = setting.member().name();
    return sets.settled().member(self).isEmpty() && sets.now().member(self).isEmpty();
  }

  private static StoreException other(Node.Setting setting, Members founders) {
    return StoreException.damaged(
        "the log in "
            + setting.folder().database()
            + " was founded for "
            + founders.origin()
            + " by "
            + founders.members().get(0).name()
            + ", or with other keys: genesis, node.yaml or keys/ do not belong to it, or else"
            + " its database is not what was written there");
  }
}
