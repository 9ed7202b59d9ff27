package org.baymark.node.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.voting.LogPromise;

/**
 * Whether members kept their word that an entry would be in the log by a head (PROTOCOL.md, section
 * 16). It is told all that stands under certified heads, once and in order.
 */
final class Promised {
  private final List<Auditor.Promise> promises;
  private final Set<Digest> sought;
  private final Map<Digest, Long> found = new HashMap<>(); // the index, by id
  private final Map<Long, Long> sizes = new HashMap<>(); // of heads, by height
  private long height;

  Promised(List<Auditor.Promise> promises) {
    this.promises = List.copyOf(promises);
    this.sought =
        promises.stream().map(one -> one.word().entry()).collect(Collectors.toUnmodifiableSet());
  }

  void entry(Digest id, long index) {
    if (sought.contains(id)) {
      found.putIfAbsent(id, index);
    }
  }

  void head(long closed, long size) {
    height = Math.max(height, closed);
    if (promises.stream().anyMatch(one -> one.word().deadline() == closed)) {
      sizes.putIfAbsent(closed, size);
    }
  }

  Finding finding(String origin, Terms terms) {
    if (promises.isEmpty()) {
      return Finding.notAsked(Check.PROMISES, "none was given: --promise");
    }
    List<String> kept = new ArrayList<>();
    List<String> open = new ArrayList<>();
    List<String> broken = new ArrayList<>();
    for (Auditor.Promise one : promises) {
      LogPromise word = one.word();
      long size = sizes.getOrDefault(word.deadline(), Long.MAX_VALUE);
      long index = found.getOrDefault(word.entry(), Long.MAX_VALUE);
      if (!word.origin().equals(origin)) {
        open.add(one.name() + " is about the log " + word.origin());
      } else if (!terms.isReported(word.signed())) {
        open.add(one.name() + " is signed by no reporter key of a member " + word.member());
      } else if (index < size && index < Long.MAX_VALUE) {
        kept.add(one.name() + ": " + word.member() + " kept it, with entry " + index);
      } else if (size < Long.MAX_VALUE) {
        String what = ": " + word.member() + " broke it, the head of height " + word.deadline();
        broken.add(one.name() + what + " (" + size + " entries) lacks the entry" + late(index));
      } else {
        String when = " is not due: certified is height " + height + " of " + word.deadline();
        open.add(one.name() + when);
      }
    }
    if (!broken.isEmpty()) {
      return Finding.failed(Finding.LOG, Check.PROMISES, String.join("; ", broken));
    }
    return open.isEmpty()
        ? Finding.ok(Finding.LOG, Check.PROMISES, String.join("; ", kept))
        : Finding.notChecked(Finding.LOG, Check.PROMISES, String.join("; ", open));
  }

  private static String late(long index) {
    return index < Long.MAX_VALUE ? ", which came at " + index : " of that id";
  }
}
