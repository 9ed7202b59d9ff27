package org.baymark.protocol.passport;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.protocol.batch.ShipmentKey;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.log.Judgement;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.statement.Kind;
import org.baymark.protocol.statement.LogisticsEvent;
import org.baymark.protocol.statement.Reading;
import org.baymark.protocol.statement.Telemetry;

/**
 * What a stranger does with a slip. Pure, as {@link Verification} is, and in the same steps: of
 * them "keys", "runs" and "complete" are never checked, for what they ask is not in a slip. So what
 * it shows is attested by the gateway that filed the statement.
 *
 * @param trust the verifier's own trust file
 * @param shipmentKey from the shipment's papers, where there are any
 * @param jurisdictions a second policy on the same checkpoint
 * @param now by the verifier's clock
 */
public record SlipVerification(
    Policy trust, Optional<ShipmentKey> shipmentKey, Optional<Policy> jurisdictions, Instant now) {

  /** The verdict on a slip. */
  public Verdict verify(Slip slip) {
    CoSigned coSigned = new CoSigned(Optional.empty(), slip.checkpoint());
    Judgement judgement = coSigned.judge(trust);
    List<Finding> findings =
        List.of(
            Finding.pass(Step.WELL_FORMED, "every byte was understood"),
            signatures(slip),
            Finding.notChecked(
                Step.KEYS, "gateway-attested: a slip does not hold who registered the key"),
            inBatch(slip),
            inLog(slip),
            coSigned.check(trust, judgement),
            coSigned.jurisdictions(jurisdictions),
            Finding.notChecked(Step.RUNS, "a slip holds one statement"),
            complete(slip),
            times(slip, judgement.time()));
    return new Verdict(findings, account(slip, judgement.time()));
  }

  private static Finding signatures(Slip slip) {
    Faults faults = new Faults();
    faults.demand(
        signed(slip).signedBy(slip.key()), Texts.of(signed(slip)) + " is not signed with this key");
    return faults.finding(
        Step.SIGNATURES, "the statement is signed with the key " + slip.key().thumbprint());
  }

  private static Sign1 signed(Slip slip) {
    return slip.statement().signed();
  }

  private static Finding inBatch(Slip slip) {
    Faults faults = new Faults();
    Subject subject = signed(slip).subject();
    faults.demand(
        InBatch.keyFits(subject, slip.entry().subjectKey()),
        "the subject key of " + subject + " is not that device's");
    faults.demand(
        slip.header().holds(slip.entry(), slip.entryIndex(), slip.toHeader()),
        "not in the batch: " + slip.header().text());
    return faults.finding(
        Step.IN_BATCH,
        "one of " + slip.entry().n() + " statements about it in " + slip.header().text());
  }

  private static Finding inLog(Slip slip) {
    Faults faults = new Faults();
    TreeHead head =
        new TreeHead(slip.checkpoint().checkpoint().size(), slip.checkpoint().checkpoint().root());
    faults.demand(slip.header().logged().isIn(head), "not in the log: " + slip.header().text());
    faults.demand(
        slip.header().isAfterWhatItSaw(),
        slip.header().text() + " names a checkpoint that came after it");
    return faults.finding(
        Step.IN_LOG,
        "the batch's header is entry "
            + slip.header().index()
            + " of the log "
            + slip.checkpoint().checkpoint().origin());
  }

  private Finding complete(Slip slip) {
    Subject subject = signed(slip).subject();
    boolean another =
        shipmentKey
            .filter(key -> !subject.isDevice())
            .filter(
                key ->
                    !key.subject().equals(subject)
                        || !key.subjectKey().equals(slip.entry().subjectKey()))
            .isPresent();
    return another
        ? Finding.fail(Step.COMPLETE, "the shipment key of the papers is of something else")
        : Finding.notChecked(Step.COMPLETE, "a slip holds one statement");
  }

  private Finding times(Slip slip, OptionalLong checkpointTime) {
    if (checkpointTime.isEmpty()) {
      return Finding.notChecked(Step.TIMES, "no witness of the trust file dates the checkpoint");
    }
    Faults faults = new Faults();
    Times.heads(List.of(slip.header()), checkpointTime.getAsLong(), now, faults);
    Instant sealed = Instant.ofEpochMilli(slip.header().header().sealedMillis());
    Times.statement(signed(slip), readings(slip), sealed, faults);
    faults.unknown(Times.keyUnknown(signed(slip)));
    return faults.finding(Step.TIMES, "");
  }

  private static List<Reading> readings(Slip slip) {
    return slip.statement().content() instanceof Telemetry it ? it.readings() : List.of();
  }

  private static Account account(Slip slip, OptionalLong anchored) {
    List<Account.Event> events = new ArrayList<>();
    if (slip.statement().content() instanceof LogisticsEvent event && event.kind() != Kind.HELLO) {
      events.add(new Account.Event(signed(slip), event.kind(), EventText.of(event), List.of()));
    }
    return new Account(
        signed(slip).subject(),
        1,
        1,
        List.of(),
        Account.Span.of(Account.claimed(signed(slip)).stream()),
        Account.measured(readings(slip).stream()),
        Account.received(List.of(slip.header())),
        slip.checkpoint().checkpoint(),
        Account.seconds(anchored),
        Map.of(),
        Map.of(),
        events,
        List.of(),
        readings(slip).stream().map(SlipVerification::text).toList());
  }

  private static String text(Reading reading) {
    String value =
        reading.number().map(BigDecimal::toPlainString).or(reading::other).orElse("nothing");
    String unit = reading.unit().isEmpty() ? "" : " " + reading.unit();
    return "it measured " + reading.name() + " " + value + unit;
  }
}
