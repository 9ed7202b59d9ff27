package org.baymark.protocol.passport;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.statement.Closing;

/**
 * What a consignee agreed to, counted again. All filings are walked once, so that a file full of
 * closes costs no more for each than a few hashes.
 */
final class Agreement {
  private final Dossier dossier;
  private final List<Filed> filed;

  /** The subject's small log. */
  private final MerkleTree tree = new MerkleTree();

  /** The number of the filing that an id first stands in. */
  private final Map<Digest, Integer> firstFiled = new HashMap<>();

  /** How many ids the first so many filings hold. */
  private final int[] idsUpTo;

  /** Whether every filing is here, in the order of the log. */
  private final boolean isCountable;

  Agreement(Dossier dossier) {
    this.dossier = dossier;
    this.filed = dossier.filedOf(0);
    this.idsUpTo = new int[filed.size() + 1];
    long before = -1;
    boolean countable = dossier.evidence().subjects().get(0).isWhole();
    for (int i = 0; i < filed.size(); i++) {
      Filed one = filed.get(i);
      tree.append(MerkleTree.leafHash(one.filing().leaf()));
      for (Sign1 statement : one.signed()) {
        firstFiled.putIfAbsent(statement.id(), i);
      }
      idsUpTo[i + 1] = firstFiled.size();
      long at = one.header().map(LoggedHeader::index).orElse(-1L);
      countable &= at > before && one.disclosure().isPresent();
      before = at;
    }
    this.isCountable = countable;
  }

  /** For a person: what came of {@code closed}, which {@code close} says. */
  String text(Sign1 close, Closing closed) {
    TreeHead head = closed.checkpoint();
    boolean isHere =
        isCountable
            && head.size() <= dossier.evidence().checkpoint().checkpoint().size()
            && close.subject().equals(dossier.passport().about());
    if (!isHere) {
      return "agrees to " + closed.ids() + " statements; this file cannot tell which";
    }
    int filings = filingsBefore(head.size());
    boolean matches =
        tree.root(filings).equals(closed.filingRoot())
            && idsUpTo[filings] == closed.ids()
            && isOfThisLog(head);
    if (!matches) {
      return "agrees to " + closed.ids() + " statements, but the log held something else then";
    }
    // The close itself comes later than what it closes.
    int itself = firstFiled.getOrDefault(close.id(), -1) >= filings ? 1 : 0;
    int later = firstFiled.size() - idsUpTo[filings] - itself;
    return "agreed to " + closed.ids() + " statements; " + later + " came later";
  }

  /** How many filings stand in the first {@code size} entries of the log: a binary search. */
  private int filingsBefore(long size) {
    int from = 0;
    int to = filed.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (filed.get(middle).header().map(LoggedHeader::index).orElse(0L) < size) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  /** Of two checkpoints the file knows the root; of any other it must rely on the small log. */
  private boolean isOfThisLog(TreeHead head) {
    Checkpoint checkpoint = dossier.evidence().checkpoint().checkpoint();
    TreeHead here = new TreeHead(checkpoint.size(), checkpoint.root());
    TreeHead before = dossier.evidence().seal().previous().orElse(here);
    return (head.size() != here.size() || head.equals(here))
        && (head.size() != before.size() || head.equals(before));
  }
}
