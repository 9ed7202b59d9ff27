package org.baymark.node.ledger;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.baymark.node.folder.NodeKeys;
import org.baymark.node.shelf.MemoryShelf;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.governance.Change;
import org.baymark.protocol.governance.Proposal;
import org.baymark.protocol.governance.Vote;
import org.baymark.protocol.index.Era;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.NoteSignature;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;

/**
 * An alliance of several with all keys in hand, and its ledger; which after each command is opened
 * anew from what it kept, and after each checkpoint gone back to that.
 */
final class Parliament {
  static final String ORIGIN = "example.com/log";

  final Map<DevUrn, NodeKeys> keys = new LinkedHashMap<>();
  private final MemoryShelf shelf = new MemoryShelf();
  Ledger ledger = new Ledger(shelf);

  /** Members a, b, c ...; the log is founded and has a checkpoint. */
  Parliament(int count) {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      members.add(member(String.valueOf((char) ('a' + i))));
    }
    DevUrn first = members.get(0).name();
    Members all = new Members(ORIGIN, members);
    apply(new Command.Found(all.signGenesis(of(first).registrar(), first, 1)));
    apply(new Command.Close(Era.FIRST));
  }

  static DevUrn name(String letter) {
    return new DevUrn("urn:dev:org:32473-" + letter);
  }

  /** Makes keys for {@code letter}, new ones where it had some, and its entry in a member set. */
  Member member(String letter) {
    DevUrn name = name(letter);
    NodeKeys made = NodeKeys.generate(name, new SecureRandom(), Instant.EPOCH);
    keys.put(name, made);
    int port = letter.charAt(0);
    return made.member(
        name,
        ORIGIN,
        new Member.Company("Company " + letter, "HK"),
        new Member.Addresses("http://" + letter, letter + ":" + port, letter + ":" + (port + 1)));
  }

  NodeKeys of(DevUrn name) {
    return Optional.ofNullable(keys.get(name)).orElseThrow();
  }

  Result apply(Command command) {
    Result result = ledger.apply(command);
    if (result instanceof Result.Closed closed) {
      shelf.goBack(closed.log().head().size());
    }
    ledger = new Ledger(shelf);
    return result;
  }

  Members members() {
    return ledger.members().orElseThrow();
  }

  /** The last checkpoint, co-signed by these members. */
  SignedCheckpoint certified(String... letters) {
    TreeHead head = ledger.closed().orElseThrow().head();
    Checkpoint checkpoint = new Checkpoint(ORIGIN, head.size(), head.root());
    List<NoteSignature> lines = new ArrayList<>();
    for (String letter : letters) {
      lines.add(of(name(letter)).cosignSigner(name(letter)).cosign(checkpoint, 5));
    }
    return new SignedCheckpoint(checkpoint, lines);
  }

  /** A checkpoint that all present members co-signed. */
  SignedCheckpoint certified() {
    return certified(
        members().members().stream()
            .map(member -> member.name().text().substring(18))
            .toArray(String[]::new));
  }

  Sign1 proposal(String by, Change change) {
    return proposal(by, change, certified());
  }

  Sign1 proposal(String by, Change change, SignedCheckpoint certified) {
    return new Proposal(members().digest(), certified, change)
        .sign(of(name(by)).governor(), name(by), 2);
  }

  Sign1 vote(String by, Sign1 proposal, boolean approves) {
    return new Vote(proposal.id(), approves).sign(of(name(by)).governor(), name(by), 3);
  }

  static Change admit(Member member, NodeKeys keys) {
    return card(member, keys, true);
  }

  static Change replace(Member member, NodeKeys keys) {
    return card(member, keys, false);
  }

  private static Change card(Member member, NodeKeys keys, boolean admit) {
    try {
      Sign1 card = member.signCard(keys.registrar(), 2);
      return admit ? Change.admit(card) : Change.replace(card);
    } catch (RefusalException e) {
      throw new IllegalStateException(e);
    }
  }

  List<String> letters() {
    return members().members().stream()
        .sorted(Comparator.comparing(Member::name))
        .map(member -> member.name().text().substring(18))
        .toList();
  }
}
