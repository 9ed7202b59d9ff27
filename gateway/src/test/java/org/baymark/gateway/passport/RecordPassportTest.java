package org.baymark.gateway.passport;

import static org.baymark.gateway.GatewayFixture.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.TestMember;
import org.baymark.gateway.TestNode;
import org.baymark.gateway.passport.Assembly.Result;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.chain.ChainRecord;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.passport.Finding.Outcome;
import org.baymark.protocol.passport.Passport;
import org.baymark.protocol.passport.Step;
import org.baymark.protocol.passport.Verdict;
import org.baymark.protocol.passport.Verification;
import org.baymark.protocol.statement.Cover;
import org.baymark.protocol.statement.LogisticsEvent;
import org.baymark.protocol.statement.Sensor;
import org.baymark.protocol.statement.Sensor.Place;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A passport shows beside each cover the records that it attests, and that one is lost. */
class RecordPassportTest {
  private static final TestDevice DOCK = TestDevice.named("dock", Suite.ES256);
  private static final TestDevice RADIO = TestDevice.named("radio", Suite.EDDSA);
  private static final Subject PALLET = Subject.ofSscc("106141412345678908");

  @TempDir Path folder;
  private TestNode node;
  private OutgoingFixture gateway;

  @BeforeEach
  void start() {
    node = OutgoingFixture.node();
    gateway = new OutgoingFixture(folder, node).with(DOCK).with(RADIO);
    gateway.anchor();
  }

  @AfterEach
  void stop() {
    gateway.close();
    node.close();
  }

  private static List<ChainRecord> records(int count) {
    List<ChainRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      records.add(RADIO.record(1, i, "4." + (i + 1)));
    }
    return records;
  }

  private static ChainRecord forged(int number) {
    return RADIO.record(1, number, "2." + number);
  }

  private static Sign1 bracket(long seq, boolean attach, long last) {
    List<Sensor> radio = List.of(new Sensor(RADIO.name(), Optional.of(new Place(1, last))));
    LogisticsEvent event =
        attach
            ? LogisticsEvent.attach(Optional.empty(), radio)
            : LogisticsEvent.detach(Optional.empty(), radio);
    return DOCK.sign(ContentType.EVENT, 1, seq, event.encoded(), PALLET);
  }

  /** The radio speaks, is attached, signs {@code covers}, and is detached. */
  private Passport journey(Sign1... covers) {
    gateway.take(RADIO.says(1, 0), bracket(0, true, 0));
    gateway.take(covers);
    gateway.take(bracket(1, false, covers.length));
    gateway.sealAndAnchor();
    Assembly assembly = join(gateway.passports.assemble(PALLET));
    assertEquals(Result.MADE, assembly.result(), assembly.sentence());
    return Passport.parse(assembly.file()).toOptional().orElseThrow();
  }

  private Verdict verdict(Passport passport) {
    Verdict verdict =
        new Verification(
                TestMember.policy(),
                Optional.of(
                    join(gateway.passports.keyOf(PALLET, OptionalLong.empty())).orElseThrow()),
                Optional.empty(),
                gateway.clock.instant())
            .verify(passport);
    assertEquals(Outcome.PASS, verdict.outcome(Verdict.REQUIRED_BY_DEFAULT), verdict.toString());
    return verdict;
  }

  @Test
  void coveredRecordsAreInThePassportAndOthersAreNot() {
    List<ChainRecord> all = records(7);
    gateway.take(all.get(6), all.get(2), all.get(0), all.get(1), all.get(5), all.get(3));
    Sign1 second = RADIO.covers(2, 1, link(all, 3), all.subList(3, 6));
    gateway.take(all.get(4));
    Passport passport = journey(RADIO.covers(1, 3, all.subList(0, 3)), second);
    assertEquals(all.subList(0, 6), passport.records());
    Verdict verdict = verdict(passport);
    assertEquals(Outcome.PASS, verdict.finding(Step.RUNS).outcome(), verdict.toString());
    assertTrue(verdict.toString().contains("6 are attested"), verdict.toString());
  }

  private static Bytes link(List<ChainRecord> all, int count) {
    Bytes link = Cover.START;
    for (ChainRecord one : all.subList(0, count)) {
      link = one.linkAfter(link);
    }
    return link;
  }

  @Test
  void aForgedRecordBesideTheTrueOneStaysOutWhicheverCameFirst() {
    List<ChainRecord> all = records(4);
    gateway.take(forged(0), all.get(0), all.get(1), forged(1), forged(2), all.get(2), all.get(3));
    Passport passport = journey(RADIO.covers(1, 2, all));
    assertEquals(all, passport.records());
    assertEquals(Outcome.PASS, verdict(passport).finding(Step.RUNS).outcome());
  }

  @Test
  void aForgedRecordInThePlaceOfALostOneIsALossAndNoMore() {
    List<ChainRecord> all = records(6);
    gateway.take(all.get(0), forged(1), all.get(2), all.get(3), all.get(4), all.get(5));
    Sign1 first = RADIO.covers(1, 1, all.subList(0, 3));
    Passport passport = journey(first, RADIO.covers(2, 3, link(all, 3), all.subList(3, 6)));
    assertEquals(
        List.of(all.get(0), all.get(2), all.get(3), all.get(4), all.get(5)), passport.records());
    Verdict verdict = verdict(passport);
    assertEquals(Outcome.FAIL, verdict.finding(Step.RUNS).outcome());
    assertTrue(verdict.finding(Step.RUNS).detail().contains("record 1/1 of"), verdict.toString());
  }

  @Test
  void whatComesAfterItsCoverIsFoundAllTheSame() {
    List<ChainRecord> all = records(3);
    gateway.take(all.get(0));
    Sign1 cover = RADIO.covers(1, 1, all);
    assertEquals(List.of(all.get(0)), journey(cover).records());
    gateway.take(all.get(2), all.get(1));
    Assembly later = join(gateway.passports.assemble(PALLET));
    assertEquals(all, Passport.parse(later.file()).toOptional().orElseThrow().records());
  }

  @Test
  void aNumberIsCoveredByTheFirstCoverAlone() {
    List<ChainRecord> all = records(3);
    gateway.take(all.get(0), all.get(1), all.get(2));
    Sign1 again = RADIO.covers(2, 1, List.of(forged(0), forged(1), forged(2)));
    Passport passport = journey(RADIO.covers(1, 1, all), again);
    assertEquals(all, passport.records());
    verdict(passport);
  }
}
