package org.baymark.node.sequence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.node.ledger.Ledger;
import org.baymark.node.store.EvidenceStore;
import org.baymark.node.store.LogStore;
import org.baymark.node.store.VoteStore;
import org.baymark.node.voting.Minute;
import org.baymark.protocol.accuse.Accusation;
import org.baymark.protocol.accuse.DoubleVoting;
import org.baymark.protocol.accuse.SealedHead;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.index.IndexSeal;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.voting.Conflict;

/**
 * What convicts members. A double vote becomes an accusation, which a stranger can check, as soon
 * as a certified head names the member; and stays one when that member is gone. For the lane's
 * thread, but for {@link #known}.
 */
final class Convictions {
  private static final String COSIGNATURES = "co-signatures";

  private final LogStore store;
  private final VoteStore votes;
  private final EvidenceStore evidence;
  private List<Conviction> now; // in the transaction, perhaps
  private volatile List<Conviction> known; // on the disk; for any thread

  Convictions(LogStore store) {
    this.store = store;
    this.votes = store.votes();
    this.evidence = store.evidence();
    this.now = read();
    this.known = now;
  }

  List<Conviction> known() {
    return known;
  }

  /** Writes it, unless there are enough of its kind; belongs to the transaction of its step. */
  void keep(Minute minute, Ledger ledger) {
    String member = member(minute);
    String what = minute instanceof Minute.Convicted it ? it.conflict().what() : COSIGNATURES;
    long count =
        now.stream().filter(it -> it.member().equals(member) && it.what().equals(what)).count();
    if (count < Minute.Convicted.EACH_MAX) {
      votes.write(minute);
      now = read();
      complete(ledger);
    }
  }

  /** A head was certified: belongs to the transaction of that. */
  void certified(Ledger ledger) {
    if (now.stream().anyMatch(one -> !one.isWhole())) {
      complete(ledger);
    }
  }

  private static String member(Minute minute) {
    return minute instanceof Minute.CosignedTwice it
        ? it.member().text()
        : ((Minute.Convicted) minute).conflict().member().text();
  }

  private void complete(Ledger ledger) {
    Optional<SignedCheckpoint> note = store.lastCheckpoint();
    if (note.isEmpty()) {
      return;
    }
    long size = note.get().checkpoint().size();
    IndexSeal seal = orThrow(IndexSeal.parse(store.entries().at(size - 1).orElseThrow()));
    SealedHead head =
        new SealedHead(note.get(), seal, ledger.log().inclusion(size - 1, size).path());
    for (EvidenceStore.Kept kept : evidence.all()) {
      Conflict.parse(kept.octets())
          .toOptional()
          .map(vote -> new DoubleVoting(head, ledger.membersFor(size), vote))
          .filter(DoubleVoting::isSigned)
          .ifPresent(whole -> evidence.complete(kept.id(), whole.encoded()));
    }
    now = read();
  }

  void committed() {
    known = now;
  }

  /** What was recorded was rolled back. */
  void opened() {
    now = read();
    known = now;
  }

  private List<Conviction> read() {
    List<Conviction> all = new ArrayList<>();
    for (EvidenceStore.Kept kept : evidence.all()) {
      all.add(conviction(kept));
    }
    return List.copyOf(all);
  }

  private static Conviction conviction(EvidenceStore.Kept kept) {
    Optional<Conflict> vote = Conflict.parse(kept.octets()).toOptional();
    if (vote.isPresent()) {
      return conviction(kept, vote.get(), false);
    }
    Accusation whole = orThrow(Accusation.parse(kept.octets()));
    if (whole instanceof DoubleVoting it) {
      return conviction(kept, it.vote(), true);
    }
    SealedHead first = ((org.baymark.protocol.accuse.Conflict) whole).first();
    String member = first.checkpoint().signatures().get(0).name(); // its line, and no other
    return new Conviction(kept.id(), member, COSIGNATURES, true);
  }

  private static Conviction conviction(EvidenceStore.Kept kept, Conflict vote, boolean isWhole) {
    return new Conviction(kept.id(), vote.member().text(), vote.what(), isWhole);
  }

  private static <T> T orThrow(Parsed<T> parsed) {
    return parsed.match(
        it -> it,
        refused -> {
          throw new IllegalStateException("our own record does not read: " + refused.text());
        });
  }

  /** The file, as it is kept. */
  static Optional<Bytes> file(EvidenceStore evidence, Digest id) {
    return evidence.all().stream()
        .filter(kept -> kept.id().equals(id))
        .map(EvidenceStore.Kept::octets)
        .findFirst();
  }
}
