package org.baymark.protocol.passport;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.governance.Carried;
import org.baymark.protocol.governance.Change;
import org.baymark.protocol.governance.Succession;
import org.baymark.protocol.governance.TrustFile;
import org.baymark.protocol.passport.Successors.Parts;

/** Trust files of members that were, and changes of members that lead to those that are. */
final class SuccessionCases {
  private static final String LAST = file(2);
  private static final String FAILS = "in-log=fail";
  private static final String JURISDICTIONS = "jurisdictions=pass";

  private final Successors world = new Successors();
  private final List<VectorCase> cases = new ArrayList<>();

  static List<VectorCase> all() {
    SuccessionCases all = new SuccessionCases();
    all.led();
    all.notLed();
    all.heads();
    all.votes();
    all.lines();
    return all.cases;
  }

  /** The trust files of each set, and what they are called. */
  static Map<String, String> texts() {
    Successors world = new Successors();
    Map<String, String> texts = new LinkedHashMap<>();
    for (int set = 0; set <= Successors.CHANGES; set++) {
      texts.put(file(set), world.policy(set, TrustFile.QUORUM));
      texts.put(jurisdictions(set), world.policy(set, TrustFile.JURISDICTIONS));
    }
    String first = world.policy(0, TrustFile.QUORUM);
    texts.put(
        "succession-all-of-the-first.policy",
        first.replaceFirst("group members 3 ", "group members 4 "));
    return texts;
  }

  private static String file(int set) {
    return "succession-" + set + ".policy";
  }

  private static String jurisdictions(int set) {
    return "succession-" + set + "-jurisdictions.policy";
  }

  private void add(String note, Papers papers, String trust, String second, String expected) {
    cases.add(VectorCase.of("23.1 " + note, papers, expected).withTrust(trust).withSecond(second));
  }

  private void led() {
    Papers honest = world.papers(world.honest());
    add("trust file of the first members", honest, file(0), jurisdictions(0), JURISDICTIONS);
    add("trust file of the members between", honest, file(1), jurisdictions(1), JURISDICTIONS);
    add("trust file of the last members", honest, LAST, jurisdictions(2), JURISDICTIONS);
    add(
        "second policy of other members than the trust file",
        honest,
        file(0),
        jurisdictions(2),
        JURISDICTIONS);
    Succession later =
        new Succession(world.sets.get(1), world.honest().changes().subList(1, Successors.CHANGES));
    add("a later beginning, trust file of its first members", world.papers(later), file(1), "", "");
  }

  private void notLed() {
    Papers honest = world.papers(world.honest());
    String tooFew = "co-signed=fail";
    add(
        "a trust file that asks for more than the members' own",
        honest,
        "succession-all-of-the-first.policy",
        "",
        tooFew + ",times=not checked");
    Papers alone = world.papers(world.honest());
    alone.succession = Optional.empty();
    add("trust file of the first members, no succession", alone, file(0), "", tooFew);
    add("trust file of the last members, no succession", alone, LAST, "", "");
    Succession later =
        new Succession(world.sets.get(1), world.honest().changes().subList(1, Successors.CHANGES));
    add("a later beginning than the trust file's", world.papers(later), file(0), "", tooFew);
    Parts parts = world.parts(1);
    parts.path = Lie::bent;
    add(
        "trust file of the first members, a change that does not hold",
        world.papers(world.with(1, parts)),
        file(0),
        "",
        FAILS + "," + tooFew);
  }

  private void broken(String note, int change, Consumer<Parts> lie) {
    Parts parts = world.parts(change);
    lie.accept(parts);
    add(note, world.papers(world.with(change, parts)), LAST, "", FAILS);
  }

  private void heads() {
    broken("a proposal to other members", 0, it -> it.memberSet = world.sets.get(1).digest());
    broken("a head of another log", 0, it -> it.origin = "other.example");
    broken("a head that too few co-signed", 0, it -> it.cosigners = List.of(0, 1));
    broken("a head with a line of a later member", 1, it -> it.cosigners = List.of(0, 1, 3));
    broken("a seal that names other members", 0, it -> it.sealed = world.sets.get(1).digest());
    broken("a seal that does not end the head", 0, it -> it.isSealLast = false);
    broken("another digest in the path of the seal", 0, it -> it.path = Lie::bent);
    broken("a path of the seal that is too short", 0, it -> it.path = Lie::shorter);
  }

  private void votes() {
    broken("too few votes", 0, it -> it.voters = List.of(0, 1));
    broken("the proposer's vote beside the proposal", 0, it -> it.voters = List.of(0, 0, 1));
    broken("votes against", 0, it -> it.approves = false);
    broken("votes on another proposal", 0, it -> it.votesOn = Optional.of(Digest.sha256()));
    broken("votes by reporter keys", 0, it -> it.haveGovernorsSigned = false);
    broken("a vote of who is no member yet", 1, it -> it.voters = List.of(0, 1, 3));
    Change same = world.admit(world.sets.get(0).members().get(3));
    broken("a change that changes no member", 0, it -> it.change = same);
  }

  private void lines() {
    List<Carried> changes = world.honest().changes();
    broken("heads that do not ascend", 1, it -> it.more = -1);
    Succession short1 = new Succession(world.sets.get(0), changes.subList(0, 1));
    add("members before the last change", world.papers(short1), LAST, "", FAILS);
    List<Carried> swapped = new ArrayList<>(changes);
    Collections.reverse(swapped);
    add(
        "changes in another order",
        world.papers(new Succession(world.sets.get(0), swapped)),
        LAST,
        "",
        FAILS);
    broken("a head as long as the checkpoint's", 1, it -> it.more = 1_000);
    add(
        "first members that are others",
        world.papers(new Succession(world.sets.get(1), changes)),
        LAST,
        "",
        FAILS);
  }
}
