package org.baymark.gateway.upkeep;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.baymark.gateway.store.BatchLog.Filed;
import org.baymark.gateway.store.StoredRows.BatchRow;
import org.baymark.gateway.store.StoredRows.StatementRow;
import org.baymark.protocol.batch.Batch;
import org.baymark.protocol.batch.BatchHeader;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.batch.SubjectTree;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.VerifyingKey;

/**
 * Holds a kept batch against what it says of itself: pure. Everything is computed again from the
 * statements' own bytes; what the columns say is only compared.
 *
 * @param gateway whose batches these should be; empty to take the first one's word
 * @param key that should have signed the headers; empty where it is not at hand
 */
record BatchCheck(Optional<DevUrn> gateway, Optional<VerifyingKey> key) {

  /**
   * What the batch before leaves behind.
   *
   * @param number 0 before the first
   * @param headerId of its header; empty before the first, and where it cannot be read
   */
  record Before(
      long number,
      Optional<Digest> headerId,
      long lastRow,
      long statementsThrough,
      Optional<DevUrn> gateway) {
    static final Before FIRST = new Before(0, Optional.empty(), 0, 0, Optional.empty());
  }

  /**
   * The faults of a batch, a clause each; none if it is whole.
   *
   * @param said the statements of its rows, in the order of rows
   * @param isAway their bytes lie in a file that is not there: the subjects' roots are taken as
   *     they are kept, and held against the header
   */
  List<String> faults(
      Before before, BatchRow batch, List<Filed> entries, List<StatementRow> said, boolean isAway) {
    List<String> faults = new ArrayList<>();
    if (batch.number() != before.number() + 1) {
      faults.add("comes after batch " + before.number() + ": those between are missing");
    }
    if (batch.firstRow() != before.lastRow() + 1) {
      faults.add(
          "begins at row " + batch.firstRow() + " where row " + (before.lastRow() + 1) + " is due");
    }
    Map<Long, Sign1> byRow = new HashMap<>();
    for (StatementRow row : isAway ? List.<StatementRow>of() : said) {
      StatementCheck.faults(row, List.of()).forEach(faults::add);
      StatementCheck.parsed(row).ifPresent(signed -> byRow.put(row.row(), signed));
    }
    missing(batch, said).ifPresent(faults::add);
    if (batch.statementsThrough() - before.statementsThrough() != said.size()) {
      faults.add("the count of statements through it does not fit what it holds");
    }
    Sign1.parse(batch.header(), Integer.MAX_VALUE)
        .match(
            signed -> {
              header(before, batch, said, signed, faults)
                  .ifPresent(
                      header -> {
                        DevUrn owner = owner(before, signed);
                        if (isAway) {
                          keptRoots(owner, header, entries, faults);
                        } else {
                          roots(owner, header, entries, byRow, faults);
                        }
                      });
              return true;
            },
            refused -> faults.add("its header does not parse: " + refused.text()));
    return faults;
  }

  private static Optional<String> missing(BatchRow batch, List<StatementRow> said) {
    Set<Long> there = new HashSet<>();
    said.forEach(row -> there.add(row.row()));
    for (long row = batch.firstRow(); row <= batch.lastRow(); row++) {
      if (!there.contains(row)) {
        long lack = batch.lastRow() - batch.firstRow() + 1 - said.size();
        return Optional.of(lack + " of its statements are missing, the first in row " + row);
      }
    }
    return Optional.empty();
  }

  private DevUrn owner(Before before, Sign1 signed) {
    return gateway.or(before::gateway).orElse(signed.issuer());
  }

  private Optional<BatchHeader> header(
      Before before, BatchRow batch, List<StatementRow> said, Sign1 signed, List<String> faults) {
    DevUrn owner = owner(before, signed);
    demand(signed.id().equals(batch.headerId()), "its header has another id than kept", faults);
    demand(signed.issuer().equals(owner), "its header is of " + signed.issuer(), faults);
    key.ifPresent(
        it -> demand(signed.signedBy(it), "its header is not signed by the gateway's key", faults));
    return BatchHeader.parse(signed)
        .match(
            header -> {
              body(before, batch, header, faults);
              demand(
                  isOpenedBy(header, batch, said),
                  "its first statement was received at another time than its header says",
                  faults);
              return Optional.of(header);
            },
            refused -> {
              faults.add("its header is none: " + refused.text());
              return Optional.empty();
            });
  }

  private static boolean isOpenedBy(BatchHeader header, BatchRow batch, List<StatementRow> said) {
    return said.isEmpty()
        || said.get(0).row() != batch.firstRow() // that is said already
        || said.get(0).received() == header.openedMillis();
  }

  private static void body(Before before, BatchRow batch, BatchHeader header, List<String> faults) {
    demand(header.number() == batch.number(), "its header bears number " + header.number(), faults);
    boolean isLinked = before.number() == 0 || header.previous().equals(before.headerId());
    demand(isLinked, "its header does not link to that of batch " + (batch.number() - 1), faults);
    long rows = batch.lastRow() - batch.firstRow() + 1;
    demand(
        header.statements() == rows,
        "its header counts " + header.statements() + " statements where " + rows + " are kept",
        faults);
  }

  /** The two storeys, from the statements' own bytes up. */
  private static void roots(
      DevUrn owner,
      BatchHeader header,
      List<Filed> entries,
      Map<Long, Sign1> byRow,
      List<String> faults) {
    Set<Long> filed = new HashSet<>();
    List<SubjectEntry> made = new ArrayList<>();
    for (Filed entry : entries) {
      List<Sign1> members = new ArrayList<>();
      for (long row : entry.rows()) {
        Sign1 member = byRow.get(row);
        if (member != null && filed.add(row)) {
          members.add(member);
        }
      }
      subject(owner, header.number(), entry, members)
          .ifPresentOrElse(
              made::add,
              () ->
                  faults.add(
                      "what is kept under subject key "
                          + entry.entry().subjectKey().hex().substring(0, 16)
                          + (entry.rows().isEmpty()
                              ? "... (no rows)"
                              : "... (rows " + entry.rows().get(0) + " and on)")
                          + " has not the root that was sealed"));
    }
    demand(filed.size() == byRow.size(), "some of its statements stand under no subject", faults);
    demand(
        isRoot(owner, header, made),
        "its root, computed again from its statements, is not the one that was signed",
        faults);
  }

  /** The upper storey alone, where the statements are not here. */
  private static void keptRoots(
      DevUrn owner, BatchHeader header, List<Filed> entries, List<String> faults) {
    Set<Long> filed = new HashSet<>();
    entries.forEach(entry -> filed.addAll(entry.rows()));
    demand(
        filed.size() == header.statements(),
        "some of its statements stand under no subject",
        faults);
    demand(
        isRoot(owner, header, entries.stream().map(Filed::entry).toList()),
        "its root, computed again from its subjects' roots, is not the one that was signed",
        faults);
  }

  private static boolean isRoot(DevUrn owner, BatchHeader header, List<SubjectEntry> made) {
    return Batch.isOrdered(made)
        && !made.isEmpty()
        && header.covers(owner, made)
        && Batch.root(owner, header.number(), made).equals(header.root());
  }

  private static Optional<SubjectEntry> subject(
      DevUrn owner, long number, Filed kept, List<Sign1> members) {
    List<Sign1> sorted = members.stream().sorted(SubjectTree.ORDER).toList();
    if (sorted.isEmpty() || !SubjectTree.isOrdered(sorted)) {
      return Optional.empty();
    }
    SubjectEntry made = new SubjectTree(owner, number, kept.entry().subjectKey(), sorted).entry();
    return Optional.of(made).filter(entry -> entry.equals(kept.entry()));
  }

  private static void demand(boolean holds, String fault, List<String> faults) {
    if (!holds) {
      faults.add(fault);
    }
  }
}
