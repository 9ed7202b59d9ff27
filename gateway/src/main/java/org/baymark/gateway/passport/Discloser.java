package org.baymark.gateway.passport;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.baymark.gateway.store.BatchLog;
import org.baymark.gateway.store.BatchLog.OwnFiling;
import org.baymark.gateway.store.PrunedFiles;
import org.baymark.gateway.store.RecordLog;
import org.baymark.gateway.store.Statements;
import org.baymark.gateway.store.Tables;
import org.baymark.gateway.store.Transaction;
import org.baymark.protocol.batch.Batch;
import org.baymark.protocol.batch.Filing;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.chain.ChainRecord;
import org.baymark.protocol.chain.Choice;
import org.baymark.protocol.chain.Covered;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.merkle.InclusionProof;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.passport.Passport;
import org.baymark.protocol.passport.Passport.Disclosure;
import org.baymark.protocol.passport.SubjectProof;
import org.baymark.protocol.statement.Cover;
import org.baymark.protocol.statement.Unverified;

/**
 * Puts the statements of this gateway's own batches behind the evidence for them, and beside the
 * covers among these their records.
 */
final class Discloser {
  private final BatchLog batches;
  private final Statements statements;
  private final RecordLog records;
  private final DevUrn gateway;

  Discloser(Tables tables, DevUrn gateway) {
    this.batches = tables.batches();
    this.statements = tables.statements();
    this.records = tables.records();
    this.gateway = gateway;
  }

  /**
   * A passport, and why it shows less than was filed here.
   *
   * @param away the files that hold what it does not disclose, and are not where they were put
   */
  record Disclosed(Passport passport, SortedSet<String> away) {}

  /** The passport of what was planned; {@code evidence} is about the same subjects. */
  Disclosed disclose(Transaction transaction, Plan plan, Evidence evidence) {
    Map<Long, List<SubjectEntry>> entries = new HashMap<>();
    SortedSet<String> away = new TreeSet<>();
    List<Passport.Part> parts = new ArrayList<>();
    for (int i = 0; i < plan.parts().size(); i++) {
      SubjectProof proof = evidence.subjects().get(i);
      Map<Digest, OwnFiling> own =
          batches.filings(transaction, proof.subjectKey()).stream()
              .collect(Collectors.toMap(OwnFiling::headerId, filing -> filing));
      List<Optional<Disclosure>> disclosures = new ArrayList<>();
      for (Filing filing : proof.filings()) {
        disclosures.add(
            Optional.ofNullable(own.get(filing.headerId()))
                .flatMap(mine -> disclosure(transaction, proof.subjectKey(), mine, entries, away)));
      }
      parts.add(new Passport.Part(plan.parts().get(i).subject(), disclosures));
    }
    return new Disclosed(new Passport(evidence, records(transaction, parts), parts), away);
  }

  /** What two stores disclose of one plan; of a number that both have a record of, the first's. */
  static Disclosed together(Disclosed one, Disclosed other) {
    SortedSet<String> away = new TreeSet<>(one.away());
    away.addAll(other.away());
    return new Disclosed(together(one.passport(), other.passport()), away);
  }

  private static Passport together(Passport one, Passport other) {
    List<Passport.Part> parts = new ArrayList<>();
    for (int i = 0; i < one.parts().size(); i++) {
      List<Optional<Disclosure>> ours = one.parts().get(i).disclosures();
      List<Optional<Disclosure>> theirs = other.parts().get(i).disclosures();
      List<Optional<Disclosure>> both = new ArrayList<>();
      for (int j = 0; j < ours.size(); j++) {
        Optional<Disclosure> second = theirs.get(j);
        both.add(ours.get(j).or(() -> second));
      }
      parts.add(new Passport.Part(one.parts().get(i).subject(), both));
    }
    SortedSet<ChainRecord> records = new TreeSet<>(ChainRecord.ORDER);
    records.addAll(one.records());
    records.addAll(other.records()); // a set keeps what it has
    return new Passport(one.evidence(), List.copyOf(records), parts);
  }

  /** The records that the disclosed covers name: of each number the one that its cover attests. */
  private List<ChainRecord> records(Transaction transaction, List<Passport.Part> parts) {
    Map<Digest, Unverified> covers = new HashMap<>();
    for (Passport.Part part : parts) {
      for (Optional<Disclosure> disclosure : part.disclosures()) {
        disclosure.stream()
            .flatMap(shown -> shown.statements().stream())
            .filter(said -> said.content() instanceof Cover)
            .forEach(said -> covers.putIfAbsent(said.signed().id(), said));
      }
    }
    List<Unverified> inOrder = new ArrayList<>(covers.values());
    inOrder.sort(
        Comparator.comparing(Unverified::position, Position.BY_NUMBER)
            .thenComparing(said -> said.signed().id()));
    Covered covered = new Covered();
    List<ChainRecord> chosen = new ArrayList<>();
    for (Unverified said : inOrder) {
      Bytes kid = said.signed().kid();
      long boot = said.position().boot();
      if (said.content() instanceof Cover cover && covered.take(kid, boot, cover)) {
        chosen.addAll(
            Choice.of(
                cover, records.numbered(transaction, kid, boot, cover.first(), cover.last())));
      }
    }
    chosen.sort(ChainRecord.ORDER);
    return chosen;
  }

  /** Empty where the statements were pruned into a file that was carried away. */
  private Optional<Disclosure> disclosure(
      Transaction transaction,
      Digest subjectKey,
      OwnFiling mine,
      Map<Long, List<SubjectEntry>> entries,
      Set<String> away) {
    Optional<List<Bytes>> encoded = statements.bytes(transaction, mine.rows());
    if (encoded.isEmpty()) {
      away.addAll(PrunedFiles.away(transaction, mine.rows()));
      return Optional.empty();
    }
    List<SubjectEntry> ofBatch =
        entries.computeIfAbsent(mine.number(), number -> batches.entries(transaction, number));
    InclusionProof path = Batch.path(gateway, mine.number(), ofBatch, subjectKey);
    List<Unverified> said = encoded.get().stream().map(Planner::parsed).toList();
    return Optional.of(new Disclosure(path.index(), path.path(), said));
  }
}
