package org.baymark.node.voting;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.voting.Conflict;
import org.baymark.protocol.voting.Electorate;
import org.baymark.protocol.voting.Message;

/** A step in the making: what the question at hand has led to so far, and what is known by then. */
final class Draft {
  final String origin;
  final Pen pen;
  final Rules rules;

  private Recorded own;
  private final List<Minute> minutes = new ArrayList<>();
  private final List<Seen> seen = new ArrayList<>();
  private final List<Message> messages = new ArrayList<>();
  private final Map<String, Integer> convicted = new HashMap<>(); // since it woke up

  Draft(String origin, Pen pen, Recorded recorded, Rules rules) {
    this.origin = origin;
    this.pen = pen;
    this.own = recorded;
    this.rules = rules;
  }

  /** All minutes up to now, those of this draft too. */
  Recorded own() {
    return own;
  }

  DevUrn self() {
    return pen.member();
  }

  boolean isMember(Electorate members) {
    return members.seat(self()).isPresent();
  }

  void note(Minute minute) {
    minutes.add(minute);
    own = own.after(minute, rules.rank());
  }

  void saw(Seen change) {
    seen.add(change);
  }

  void say(Message message) {
    messages.add(message);
  }

  /** A few convict as well as many, and nobody who signs without end fills the disk. */
  void convict(Conflict conflict) {
    String kind = conflict.member() + " " + conflict.first().contentType();
    convict(kind, new Minute.Convicted(conflict));
  }

  void convict(DevUrn member, org.baymark.protocol.accuse.Conflict heads) {
    convict(member + " co-signatures", new Minute.CosignedTwice(member, heads));
  }

  private void convict(String kind, Minute minute) {
    if (convicted.merge(kind, 1, Integer::sum) <= Minute.Convicted.EACH_MAX) {
      note(minute);
    }
  }

  /** Rule 7: it signed what stands in no record of its own. */
  void lost(String what) {
    if (own.silence().isEmpty()) {
      note(
          new Minute.Silenced(
              "this member signed "
                  + what
                  + " and has no record of it; its record was lost or is an old copy, so it must"
                  + " not sign: make new keys with 'baymark node renew --keys' and propose them with"
                  + " 'baymark alliance propose rotate'"));
    }
  }

  /** How many minutes there are: it grows with each thing that has to be recorded. */
  int length() {
    return minutes.size();
  }

  /** What goes out, and a blank page. */
  Step take(Optional<TreeHead> follow) {
    Step step = new Step(minutes, seen, messages, follow);
    minutes.clear();
    seen.clear();
    messages.clear();
    return step;
  }
}
