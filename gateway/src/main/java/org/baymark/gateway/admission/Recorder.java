package org.baymark.gateway.admission;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.gateway.admission.Filing.Due;
import org.baymark.gateway.admission.History.Judgement;
import org.baymark.gateway.store.ClaimedTime;
import org.baymark.gateway.store.EventLog;
import org.baymark.gateway.store.Quarantine;
import org.baymark.gateway.store.RecordLog;
import org.baymark.gateway.store.Transaction;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.chain.ChainRecord;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.statement.Cover;
import org.baymark.protocol.statement.Statement;

/**
 * Writes a group of judged messages: statements to the event log, records to theirs, refused ones
 * to quarantine.
 */
final class Recorder {
  private final Admission admission;
  private final EventLog events;
  private final RecordLog records;
  private final Quarantine quarantine;
  private final Filing filing;
  private final History history = new History();

  Recorder(
      Admission admission,
      EventLog events,
      RecordLog records,
      Quarantine quarantine,
      Filing filing) {
    this.admission = admission;
    this.events = events;
    this.records = records;
    this.quarantine = quarantine;
    this.filing = filing;
  }

  /** A message and what {@link Admission} said of it. */
  record Judged(Arrival arrival, long receivedMillis, Parsed<Admitted> admitted) {}

  /**
   * @param due what may be promised about it, if the sender asked
   */
  record Recorded(Outcome outcome, Optional<Due> due) {
    static Recorded of(Outcome outcome) {
      return new Recorded(outcome, Optional.empty());
    }
  }

  /**
   * One outcome for each of {@code group}, in its order; true once the transaction is committed.
   */
  List<Recorded> record(Transaction transaction, List<Judged> group) {
    try {
      List<Recorded> outcomes = new ArrayList<>(group.size());
      List<Quarantine.Entry> refused = new ArrayList<>();
      for (Judged judged : group) {
        Parsed<Recorded> outcome =
            Parsed.of(
                () -> {
                  Admitted before = judged.admitted().orRefuse();
                  Admitted still = admission.stillAdmitted(before).orRefuse();
                  return store(transaction, still, judged);
                });
        outcomes.add(outcome.match(it -> it, wrong -> Recorded.of(refuse(judged, wrong, refused))));
      }
      quarantine.add(transaction, refused);
      return outcomes;
    } catch (RuntimeException e) {
      forget();
      throw e;
    }
  }

  /** What is kept in memory of the store may have been undone there. */
  void forget() {
    history.forget();
    records.forget();
    quarantine.forget();
    filing.forget();
  }

  private Recorded store(Transaction transaction, Admitted admitted, Judged judged)
      throws RefusalException {
    long received = judged.receivedMillis();
    return admitted
        .<Parsed<Recorded>>match(
            signed ->
                Parsed.of(
                    () -> {
                      Outcome stored = store(transaction, signed, received);
                      return new Recorded(
                          stored,
                          judged.arrival().asksPromise()
                              ? due(transaction, signed)
                              : Optional.empty());
                    }),
            unsigned ->
                Parsed.of(() -> Recorded.of(keep(transaction, unsigned.record(), received))))
        .orRefuse();
  }

  /** By which batch a statement will be filed that is stored, now or before. */
  private Optional<Due> due(Transaction transaction, Admitted.Signed admitted) {
    Statement statement = admitted.statement();
    Position position = statement.position();
    return events
        .numbered(transaction, admitted.device().id(), position.boot(), position.seq())
        .stream()
        .filter(kept -> kept.id().equals(statement.id()))
        .findFirst()
        .flatMap(kept -> filing.due(transaction, statement, kept.row()));
  }

  private Outcome keep(Transaction transaction, ChainRecord record, long receivedMillis)
      throws RefusalException {
    return switch (records.add(transaction, record, receivedMillis)) {
      case STORED -> new Outcome.Provisional();
      case DUPLICATE -> new Outcome.Duplicate();
      case TOO_MANY ->
          throw new RefusalException(
              Refusal.TOO_MANY_RECORDS,
              "enough others of " + record.boot() + "/" + record.number() + " are kept");
    };
  }

  private Outcome store(Transaction transaction, Admitted.Signed admitted, long receivedMillis) {
    Statement statement = admitted.statement();
    Position position = statement.position();
    long device = admitted.device().id();
    Judgement is =
        history.judge(
            device,
            position,
            statement.id(),
            id -> events.highest(transaction, id),
            number -> events.numbered(transaction, device, number.boot(), number.seq()));
    if (is.duplicate()) {
      return new Outcome.Duplicate();
    }
    is.lies().forEach(row -> events.markEquivocation(transaction, row));
    boolean equivocation = !is.lies().isEmpty();
    ClaimedTime time = ClaimedTime.of(statement.signed().claims().issuedAt(), receivedMillis);
    int flags =
        (is.late() ? EventLog.LATE : 0) | (equivocation ? EventLog.EQUIVOCATION : 0) | time.flag();
    events.append(transaction, device, statement, receivedMillis, flags);
    history.stored(device, position);
    if (statement.content() instanceof Cover cover) {
      Bytes kid = statement.signed().kid();
      records.cover(transaction, kid, position.boot(), cover.first(), cover.last());
    }
    return new Outcome.Accepted(is.late(), equivocation, time);
  }

  private static Outcome refuse(
      Judged judged, Parsed.Refused<Recorded> wrong, List<Quarantine.Entry> refused) {
    String place = wrong.offset() < 0 ? "" : " (at byte " + wrong.offset() + ")";
    Outcome.Refused outcome = new Outcome.Refused(wrong.refusal(), wrong.detail() + place);
    refused.add(
        new Quarantine.Entry(
            Instant.ofEpochMilli(judged.receivedMillis()),
            judged.arrival().transport(),
            outcome.refusal().number(),
            outcome.detail(),
            judged.arrival().bytes()));
    return outcome;
  }
}
