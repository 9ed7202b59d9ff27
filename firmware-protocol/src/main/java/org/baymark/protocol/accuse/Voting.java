package org.baymark.protocol.accuse;

import java.util.List;
import org.baymark.protocol.accuse.Accusation.Culprit;
import org.baymark.protocol.accuse.Accusation.Kind;
import org.baymark.protocol.accuse.Ruling.Step;
import org.baymark.protocol.log.Policy;

/** What is asked where a member is said to have voted twice. */
final class Voting {
  private Voting() {}

  static Ruling ruling(DoubleVoting it, Policy trust) {
    Docket docket = new Docket();
    String origin = it.head().checkpoint().checkpoint().origin();
    docket.coSigned(trust, it.head().checkpoint());
    docket.step(
        Step.IN_LOG,
        "the head's last entry is its index seal, which names these members",
        faults -> {
          faults.demand(it.head().isSealed(), "no seal ends " + it.head().text());
          faults.demand(
              it.head().seal().memberSet().equals(it.members().digest()),
              "the members are not those that the index seal names");
          faults.demand(
              it.members().origin().equals(origin),
              "the members keep another log than that of the checkpoint");
        });
    docket.step(
        Step.KEYS,
        "the member's reporter key signed both",
        faults -> {
          faults.demand(it.accused().isPresent(), it.vote().member() + " is no member there");
          faults.demand(
              it.accused().isEmpty() || it.isSigned(),
              "not both are signed with the reporter key of " + it.vote().member());
        });
    // That they exclude each other within one epoch was asked when the file was read.
    docket.step(
        Step.CHARGE,
        "two " + it.vote().what() + " of epoch " + it.vote().epoch() + " exclude each other",
        faults ->
            faults.demand(
                it.vote().origin().equals(origin),
                "what was signed is about the log " + it.vote().origin()));
    return Ruling.of(
        Kind.DOUBLE_VOTING,
        "The member signed two "
            + it.vote().what()
            + " of epoch "
            + it.vote().epoch()
            + " of which one that keeps the rules signs at most one.",
        docket.findings(),
        List.of(Culprit.member(it.vote().member().text())),
        List.of(
            "that a quorum of the trust file's witnesses certified who the members are",
            "that nobody but the member has its reporter key"));
  }
}
