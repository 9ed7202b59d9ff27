package org.baymark.node.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.log.Judgement;
import org.baymark.protocol.log.SignedCheckpoint;

/**
 * Heads that were seen elsewhere or before: each has to be in the log.
 *
 * @param settled seconds since 1970: what was certified before this must be there by now
 */
record Claims(History reference, Heard heard, Trust trust, PublicRules rules, long settled) {

  /** What came of some heads. */
  private static final class Tally {
    final List<String> failed = new ArrayList<>();
    final List<String> open = new ArrayList<>();
    int found;
  }

  /** Of what members showed in an earlier run. */
  Finding kept(List<SignedCheckpoint> before) {
    Tally tally = new Tally();
    before.forEach(note -> look("the memory", note, tally));
    return finding(Check.KEPT, tally, "heads of before are in the log");
  }

  Finding monitors(List<Auditor.Monitor> monitors) {
    Tally tally = new Tally();
    for (Auditor.Monitor monitor : monitors) {
      Optional<String> silent = monitor.silent();
      silent.ifPresent(why -> tally.open.add(monitor.name() + ": " + why));
      monitor.notes().forEach(note -> look(monitor.name(), note, tally));
    }
    return finding(Check.MONITORS, tally, "heads that others saw are in the log");
  }

  private void look(String who, SignedCheckpoint note, Tally tally) {
    long size = note.checkpoint().size();
    Judgement judgement = trust.judge(note, rules.members(size)).judgement();
    if (!judgement.logSigned()) {
      tally.open.add(who + " has a head of " + size + " that no log of the trust file signed");
    } else if (reference.holds(note.checkpoint())) {
      tally.found++;
    } else if (reference.contradicts(note.checkpoint())) {
      tally.failed.add(heard.contradicted(who, note));
    } else if (judgement.accepted() && judgement.time().orElse(settled) <= settled) {
      tally.failed.add(
          who + " has a certified head of " + size + " that no member shows: entries are lost");
    } else {
      tally.open.add(who + " has a head of " + size + ", longer than what members show yet");
    }
  }

  private static Finding finding(Check check, Tally tally, String found) {
    if (!tally.failed.isEmpty()) {
      return Finding.failed(Finding.LOG, check, String.join("; ", tally.failed));
    }
    return tally.open.isEmpty()
        ? Finding.ok(Finding.LOG, check, tally.found + " " + found)
        : Finding.notChecked(Finding.LOG, check, String.join("; ", tally.open));
  }
}
