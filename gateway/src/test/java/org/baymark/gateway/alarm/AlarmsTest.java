package org.baymark.gateway.alarm;

import static org.baymark.gateway.GatewayFixture.NOW;
import static org.baymark.gateway.GatewayFixture.join;
import static org.baymark.gateway.OutgoingFixture.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.TestNode;
import org.baymark.gateway.admission.Arrival;
import org.baymark.gateway.admission.Erasing;
import org.baymark.gateway.registry.Voice;
import org.baymark.gateway.store.AlarmTable;
import org.baymark.gateway.store.AlarmTable.Alarm;
import org.baymark.gateway.store.BindingTable;
import org.baymark.gateway.store.BindingTable.Binding;
import org.baymark.gateway.store.StoredStatements;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.Claims;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.enrolment.Enrolment.State;
import org.baymark.protocol.statement.EventField;
import org.baymark.protocol.statement.Firmware;
import org.baymark.protocol.statement.Kind;
import org.baymark.protocol.statement.LogisticsEvent;
import org.baymark.protocol.statement.Reading;
import org.baymark.protocol.statement.Sensor;
import org.baymark.protocol.statement.Sensor.Place;
import org.baymark.protocol.statement.Telemetry;
import org.baymark.protocol.statement.Unverified;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alarms over a store, an intake and an alliance: what is raised, said, posted and ended. */
class AlarmsTest {
  private static final TestDevice LOGGER = TestDevice.named("logger", Suite.EDDSA);
  private static final TestDevice SCANNER = TestDevice.named("scanner", Suite.ES256);
  private static final Subject PALLET = Subject.ofSscc("003456789012345670");
  private static final Bytes SALT = Digest.sha256(Bytes.ofUtf8("random")).bytes();
  private static final AlarmRules RULES = rules("too-warm: t Cel >= 8 instant");

  @TempDir Path folder;
  private final AlarmTable table = new AlarmTable();
  private TestNode node;
  private OutgoingFixture gateway;
  private Alarms alarms;
  private volatile Optional<String> unfit = Optional.empty();

  @BeforeEach
  void start() {
    node = OutgoingFixture.node();
    gateway = new OutgoingFixture(folder, node).with(LOGGER).with(SCANNER);
    alarms = alarms(RULES, false, this::admit);
  }

  @AfterEach
  void stop() {
    join(alarms.stop());
    gateway.close();
    node.close();
  }

  private static AlarmRules rules(String... lines) {
    return new AlarmRules(
        List.of(lines).stream().map(line -> AlarmRule.parse(line, Duration::parse)).toList(),
        2,
        false);
  }

  private Future<Optional<String>> admit(Bytes alert) {
    return gateway.intake.take(Arrival.ofVoice(alert)).map(outcome -> Optional.of("stored"));
  }

  private Alarms alarms(
      AlarmRules rules, boolean posts, Function<Bytes, Future<Optional<String>>> admission) {
    Alarms made = made(rules, posts, admission);
    made.start();
    until(() -> gateway.inStore(table::reading).isPresent());
    return made;
  }

  private Alarms made(
      AlarmRules rules, boolean posts, Function<Bytes, Future<Optional<String>>> admission) {
    return new Alarms(
        gateway.vertx,
        OutgoingFixture.SELF.name(),
        gateway.database,
        table,
        gateway.statements,
        gateway.registry,
        gateway.enrolling,
        () -> unfit,
        rules,
        posts,
        admission,
        gateway.clock);
  }

  private void again(AlarmRules rules, boolean posts) {
    join(alarms.stop());
    alarms = alarms(rules, posts, this::admit);
  }

  /** As a gateway does that starts: with a voice of that run. */
  private Voice speak() {
    Voice voice =
        new Voice(OutgoingFixture.SELF.name(), OutgoingFixture.VOICE, "us", gateway.registry);
    join(voice.register(NOW));
    alarms.speak(voice);
    return voice;
  }

  /** The logger reports about itself, at this second of its own clock. */
  private static Sign1 warm(long seq, int second, String celsius) {
    return warm(seq, second, celsius, Subject.of(LOGGER.name()));
  }

  private static Sign1 warm(long seq, int second, String celsius, Subject subject) {
    BigDecimal time = BigDecimal.valueOf(NOW.getEpochSecond() + second);
    Telemetry pack = new Telemetry(List.of(Reading.of("t", "Cel", time, new BigDecimal(celsius))));
    return LOGGER.sign(ContentType.TELEMETRY, 1, seq, pack.encoded(), subject);
  }

  private static Sign1 scans(long seq, LogisticsEvent event) {
    return SCANNER.sign(ContentType.EVENT, 1, seq, event.encoded(), PALLET);
  }

  private static List<Sensor> logger(long seq) {
    return List.of(new Sensor(LOGGER.name(), Optional.of(new Place(1, seq))));
  }

  private static Sign1 hello(long seq, int interval) {
    LogisticsEvent event =
        LogisticsEvent.hello(new Firmware("1", Digest.sha256()))
            .with(EventField.INTERVAL, Duration.ofSeconds(interval));
    return LOGGER.sign(ContentType.EVENT, 1, seq, event.encoded(), Subject.of(LOGGER.name()));
  }

  private List<Alarm> open() {
    return gateway.inStore(table::open);
  }

  private List<Alarm> ended() {
    return gateway.inStore(transaction -> table.ended(transaction, 100));
  }

  private List<Binding> bindings() {
    return gateway.inStore(transaction -> new BindingTable().newest(transaction, 10));
  }

  private List<Unverified> alerts() {
    return said(Kind.ALERT);
  }

  private List<Unverified> said(Kind kind) {
    return join(gateway.database.read(StoredStatements::all)).stream()
        .map(one -> Unverified.parse(one.bytes()).toOptional().orElseThrow())
        .filter(one -> one.content().kind() == kind)
        .toList();
  }

  @Test
  void aReadingRaisesAnAlarmAndAnotherEndsIt() {
    gateway.take(warm(0, 0, "7.99"), warm(1, 60, "8.0"), warm(2, 120, "9"));
    until(() -> open().size() == 1);
    Alarm alarm = open().get(0);
    assertEquals("too-warm", alarm.code());
    assertEquals(LOGGER.name().text(), alarm.subject());
    assertEquals("t 8 Cel at 2026-11-22T10:01:00Z", alarm.detail());
    gateway.take(warm(3, 180, "4"));
    until(() -> open().isEmpty());
    assertEquals(1, ended().size());
  }

  /** Bindings decide by the device's own numbers, as a verifier does. */
  @Test
  void itCountsForTheShipmentFromTheNumberOnThatTheScannerSaid() {
    gateway.take(warm(0, 0, "4"), scans(0, LogisticsEvent.attach(Optional.empty(), logger(1))));
    gateway.take(warm(1, 60, "9"));
    until(() -> open().size() == 1);
    assertEquals(LOGGER.name().text(), open().get(0).subject(), "number 1 is not on the pallet");
    gateway.take(warm(2, 120, "9"));
    until(() -> open().size() == 2);
    assertEquals(PALLET.text(), open().get(0).subject());
    Sign1 detach = scans(1, LogisticsEvent.detach(Optional.empty(), logger(2)));
    gateway.take(detach);
    until(() -> open().size() == 1);
    assertEquals("the device is no more attached", ended().get(0).why().orElseThrow());
    Binding binding = bindings().get(0);
    assertEquals(SCANNER.name().text(), binding.saidBy());
    assertEquals(Optional.of(new Place(1, 2)), binding.until());
    assertFalse(binding.isOpen());
  }

  /** It says itself what its readings are about. */
  @Test
  void whatAScannerSaysOfAnotherDeviceEndsNoAlarmOfOneThatWasNeverAttached() {
    gateway.take(warm(0, 0, "9", PALLET));
    until(() -> open().size() == 1);
    Sensor other = new Sensor(SCANNER.name(), Optional.of(new Place(1, 0)));
    gateway.take(scans(0, LogisticsEvent.attach(Optional.empty(), List.of(other))));
    gateway.take(scans(1, LogisticsEvent.detach(Optional.empty(), List.of(other))));
    until(() -> !bindings().isEmpty() && !bindings().get(0).isOpen());
    assertEquals(1, open().size());
    assertEquals(List.of(), ended());
  }

  /** What ends for another reason than a reading can begin again. */
  @Test
  void anAlarmThatADetachEndedIsRaisedAgainByTheNextReading() {
    gateway.take(warm(0, 0, "9", PALLET));
    until(() -> open().size() == 1);
    gateway.take(scans(0, LogisticsEvent.attach(Optional.empty(), logger(1))));
    gateway.take(scans(1, LogisticsEvent.detach(Optional.empty(), logger(1))));
    until(() -> open().isEmpty());
    gateway.take(warm(1, 60, "9", PALLET));
    until(() -> open().size() == 1);
  }

  /** A retract is shown and, as in a passport, ends nothing; a detach with the same number does. */
  @Test
  void aWrongAttachIsCorrectedByWhatIsSaidLater() {
    Sign1 wrong = scans(0, LogisticsEvent.attach(Optional.empty(), logger(5)));
    gateway.take(wrong);
    until(() -> bindings().size() == 1 && bindings().get(0).isOpen());
    Sign1 retract = scans(1, LogisticsEvent.retract(wrong.id()));
    gateway.take(retract);
    until(() -> bindings().get(0).retracted().equals(Optional.of(retract.id())));
    assertTrue(bindings().get(0).isOpen());
    gateway.take(scans(2, LogisticsEvent.detach(Optional.empty(), logger(5))));
    until(() -> !bindings().get(0).isOpen());
    assertFalse(bindings().get(0).holds(new Place(1, 6), 99));
  }

  /** A process that dies between commit and answer hands the same bytes in again. */
  @Test
  void eachAlarmIsSaidInOneSignedStatementHoweverOftenTheProcessDies() {
    join(alarms.stop());
    AtomicInteger asked = new AtomicInteger();
    alarms =
        alarms(
            RULES,
            false,
            alert -> {
              asked.incrementAndGet();
              return admit(alert).compose(fate -> Future.failedFuture("the process died"));
            });
    speak();
    gateway.take(warm(0, 0, "9"));
    until(() -> asked.get() > 0 && alerts().size() == 1);
    assertEquals(Optional.empty(), open().get(0).fate());
    again(RULES, false);
    until(() -> open().get(0).fate().equals(Optional.of("stored")));
    speak();
    gateway.take(warm(1, 60, "4"), warm(2, 120, "9.25"));
    until(() -> alerts().size() == 2);
    List<Unverified> said = alerts();
    assertEquals(1, said.get(0).position().boot());
    assertEquals(2, said.get(1).position().boot(), "a start, a boot");
    assertEquals(0, said.get(1).position().seq());
    assertEquals(
        Optional.of(said.get(0).signed().id().bytes().slice(0, Position.PREVIOUS_SIZE)),
        said.get(1).position().previous());
    LogisticsEvent event = (LogisticsEvent) said.get(1).content();
    assertEquals("too-warm", event.get(EventField.ALERT_CODE).orElseThrow());
    assertEquals(new BigDecimal("9.25"), event.get(EventField.MEASURED).orElseThrow().value());
    assertEquals(2, open().size() + ended().size());
  }

  /** One counting for alerts and erasures, also where both are made at the same moment. */
  @Test
  void noNumberOfTheVoiceIsUsedTwice() {
    Voice voice = speak();
    int many = 20;
    List<Sign1> hidden = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      hidden.add(SCANNER.hides(1, i, PALLET, SALT, Bytes.ofUtf8("content " + i)));
    }
    gateway.take(hidden.toArray(new Sign1[0]));
    try (Erasing erasing =
        new Erasing(
            gateway.database,
            gateway.tables,
            gateway.hidden,
            voice,
            gateway.intake,
            gateway.clock)) {
      List<Future<Bytes>> words = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        gateway.take(warm(2L * i, 2 * i, "9"), warm(2L * i + 1, 2 * i + 1, "4"));
        words.add(erasing.erase(hidden.get(i).id(), "asked"));
      }
      words.forEach(word -> join(word));
    }
    until(() -> said(Kind.ALERT).size() == many && said(Kind.ERASE).size() == many);
    List<Unverified> said = new ArrayList<>(said(Kind.ALERT));
    said.addAll(said(Kind.ERASE));
    said.sort(Comparator.comparingLong(one -> one.position().seq()));
    Optional<Bytes> previous = Optional.empty();
    for (int i = 0; i < 2 * many; i++) {
      Position position = said.get(i).position();
      assertEquals(List.of(1L, (long) i), List.of(position.boot(), position.seq()));
      assertEquals(previous, position.previous());
      previous = Optional.of(said.get(i).signed().id().bytes().slice(0, Position.PREVIOUS_SIZE));
    }
  }

  /** What a commit that fails takes back is numbered anew, and no gap is left. */
  @Test
  void aNumberThatWasNotCommittedIsFree() {
    Voice voice = speak();
    Subject itself = Subject.of(LOGGER.name());
    Bytes alert = LogisticsEvent.alert(Optional.empty(), "a").encoded();
    assertThrows(
        CompletionException.class,
        () ->
            join(
                gateway.database.write(
                    transaction -> {
                      voice.say(transaction, itself, ContentType.EVENT, alert, NOW);
                      throw new IllegalStateException("no");
                    })));
    Sign1 said =
        join(
            gateway.database.write(
                transaction -> voice.say(transaction, itself, ContentType.EVENT, alert, NOW)));
    Position position = said.claims().position().orElseThrow();
    assertEquals(List.of(1L, 0L), List.of(position.boot(), position.seq()));
    assertEquals(Optional.empty(), position.previous());
  }

  @Test
  void aSilentDeviceIsMissedUntilItSpeaks() {
    join(alarms.stop());
    alarms = made(RULES, false, this::admit);
    gateway.take(hello(0, 60));
    for (int i = 0; i <= 4; i++) { // a step of a minute would be a gateway that slept
      assertEquals(List.of(), open(), "after " + i * 30 + " s");
      gateway.clock.set(NOW.plusSeconds(i * 30L));
      join(alarms.round());
    }
    gateway.clock.set(NOW.plusSeconds(121));
    join(alarms.round());
    assertEquals("silence", open().get(0).code());
    join(alarms.round());
    assertEquals(1, open().size());
    gateway.take(warm(1, 0, "4"));
    join(alarms.round());
    assertEquals(List.of(), open());
    assertEquals("the device spoke", ended().get(0).why().orElseThrow());
  }

  @Test
  void twoOfOneNumberAreAnAlarmAndTheDeviceIsSuspendedWhereThatIsAsked() {
    gateway.take(warm(0, 0, "4"), warm(0, 0, "5"));
    until(() -> open().size() == 1);
    assertEquals("equivocation", open().get(0).code());
    assertTrue(open().get(0).detail().contains("1/0"), open().get(0).detail());
    assertEquals(State.ACTIVE, state());
    alarms.replace(new AlarmRules(List.of(), 2, true));
    until(() -> open().isEmpty());
    assertEquals(State.SUSPENDED, state());
    join(gateway.enrolling.resume(LOGGER.name()));
    gateway.take(warm(1, 60, "4"));
    assertEquals(State.ACTIVE, state(), "what the operator resumed stays so");
  }

  private State state() {
    return gateway.registry.find(LOGGER.name()).orElseThrow().state();
  }

  @Test
  void whatWasStoredBeforeThereWereAlarmsRaisesNoneAndBindsAllTheSame() {
    join(alarms.stop());
    gateway.take(warm(0, 0, "9"), scans(0, LogisticsEvent.attach(Optional.empty(), logger(0))));
    gateway.inStore(StoredStatements::forgetAlarms);
    alarms = alarms(RULES, false, this::admit);
    until(() -> bindings().size() == 1);
    assertEquals(List.of(), open());
    gateway.take(warm(1, 60, "9"));
    until(() -> open().size() == 2);
  }

  @Test
  void aRuleThatIsGoneEndsItsAlarms() {
    gateway.take(warm(0, 0, "9"));
    until(() -> open().size() == 1);
    alarms.replace(rules("other: t Cel > 100 instant"));
    until(() -> open().isEmpty());
    assertEquals("the rule is gone from the settings", ended().get(0).why().orElseThrow());
  }

  /** Rounds only when the test asks for one. */
  private void byHand() {
    join(alarms.stop());
    alarms = made(RULES, false, this::admit);
    join(alarms.round());
  }

  @Test
  void aReadingFromTheFutureDoesNotOutliveWhatFollows() {
    byHand();
    gateway.take(warm(0, 86_400, "9"));
    join(alarms.round());
    assertEquals(1, open().size());
    gateway.take(warm(1, 60, "4"));
    join(alarms.round());
    assertEquals(List.of(), open());
  }

  @Test
  void theAlarmsOfADeviceThatIsSuspendedEndAndBeginAgainWhenItIsResumed() {
    byHand();
    gateway.take(warm(0, 0, "9"));
    join(alarms.round());
    join(gateway.enrolling.suspend(LOGGER.name(), NOW));
    join(alarms.round());
    assertEquals("the device is suspended or revoked", ended().get(0).why().orElseThrow());
    join(gateway.enrolling.resume(LOGGER.name()));
    gateway.take(warm(1, 60, "9"));
    join(alarms.round());
    assertEquals(1, open().size());
  }

  @Test
  void aRowThatDoesNotParseIsPassedOver() {
    Bytes nonsense = Bytes.owning(new byte[] {1, 2, 3});
    assertEquals(Optional.empty(), Heard.of(new AlarmTable.Read(1, NOW, false, nonsense)));
  }

  @Test
  void aThousandAlarmsAreOpenAndWhatComesThenIsRaisedAndEndedAtOnce() {
    byHand();
    gateway.inStore(
        transaction -> {
          for (int i = 0; i < 1_000; i++) {
            String rule = RULES.rules().get(0).text();
            table.raise(
                transaction, "too-warm", rule, "urn:x:" + i, SCANNER.name().text(), "", NOW);
          }
          return 0;
        });
    gateway.take(warm(0, 0, "9"), warm(1, 60, "9"));
    join(alarms.round());
    assertEquals(1_000, open().size());
    assertEquals(1, ended().size(), "one, and not one with each reading");
    assertTrue(ended().get(0).why().orElseThrow().contains("1000 alarms are open"));
  }

  @Test
  void oneRoundMakesTheRunsOfAFewStatementsAndTheNextGoesOn() {
    byHand();
    for (int i = 0; i < 9; i++) {
      gateway.take(scans(i, LogisticsEvent.attach(Optional.empty(), logger(i))));
    }
    long before = gateway.inStore(table::reading).orElseThrow().row();
    join(alarms.round());
    assertEquals(before + 8, gateway.inStore(table::reading).orElseThrow().row());
    join(alarms.round());
    assertEquals(before + 9, gateway.inStore(table::reading).orElseThrow().row());
  }

  private void minutes(int from, int to) {
    for (int half = 2 * from; half <= 2 * to; half++) { // a minute would be a gateway that slept
      gateway.clock.set(NOW.plusSeconds(half * 30L));
      join(alarms.round());
    }
  }

  @Test
  void whileTheDiskTakesNothingNobodyIsSilent() {
    byHand();
    gateway.take(hello(0, 60));
    unfit = Optional.of("the disk is nearly full");
    minutes(0, 10);
    unfit = Optional.empty();
    minutes(10, 12);
    assertEquals(List.of(), open());
    minutes(12, 13);
    assertEquals("silence", open().get(0).code());
  }

  @Test
  void aDeviceThatIsResumedHasItsTimeAnew() {
    byHand();
    gateway.take(hello(0, 60));
    minutes(0, 1);
    join(gateway.enrolling.suspend(LOGGER.name(), NOW));
    minutes(1, 10);
    join(gateway.enrolling.resume(LOGGER.name()));
    minutes(10, 12);
    assertEquals(List.of(), open());
    minutes(12, 13);
    assertEquals("silence", open().get(0).code());
  }

  @Test
  void aRuleThatComesBackCountsAnewAndRaisesAgain() {
    byHand();
    gateway.take(warm(0, 0, "9"));
    join(alarms.round());
    alarms.replace(rules("too-warm: t Cel >= 8 instant of https://id.gs1.org/00/*"));
    join(alarms.round());
    assertEquals(List.of(), open());
    alarms.replace(RULES);
    gateway.take(warm(1, 60, "9"));
    join(alarms.round());
    assertEquals(1, open().size());
  }

  @Test
  void whatAGoneRuleCountedIsForgottenThoughNothingElseIsWritten() {
    byHand();
    gateway.take(warm(0, 0, "4"));
    join(alarms.round());
    assertEquals(1, gateway.inStore(table::counted).size());
    alarms.replace(rules("other: t Cel > 100 instant"));
    join(alarms.round());
    assertEquals(List.of(), gateway.inStore(table::counted));
  }

  private record Got(String signature, String delivery, String body) {}

  /** It answers as the test says: a status, or nothing at all. */
  private HttpServer receiver(Function<Integer, Integer> answers, List<Got> got) {
    AtomicInteger count = new AtomicInteger();
    return join(
        gateway
            .vertx
            .createHttpServer()
            .requestHandler(
                request ->
                    request.body().onSuccess(body -> answer(request, body, answers, count, got)))
            .listen(0, "127.0.0.1"));
  }

  private static void answer(
      HttpServerRequest request,
      Buffer body,
      Function<Integer, Integer> answers,
      AtomicInteger count,
      List<Got> got) {
    got.add(
        new Got(
            request.getHeader("Baymark-Signature"),
            request.getHeader("Baymark-Delivery"),
            body.toString()));
    int status = answers.apply(count.incrementAndGet());
    if (status > 0) {
      request.response().setStatusCode(status).end("what it says is not read");
    }
  }

  private Webhook webhook(HttpServer to) {
    Webhook webhook =
        new Webhook(
            gateway.vertx,
            URI.create("http://127.0.0.1:" + to.actualPort() + "/hook"),
            Optional.of("a secret"),
            gateway.database,
            table,
            () -> 0);
    webhook.start();
    return webhook;
  }

  @Test
  void whatIsPostedIsSignedAndKeptUntilSomebodyTakesIt() {
    again(RULES, true);
    List<Got> got = new CopyOnWriteArrayList<>();
    HttpServer receiver = receiver(nth -> nth == 1 ? 500 : 204, got);
    Webhook webhook = webhook(receiver);
    gateway.take(warm(0, 0, "9"), warm(1, 60, "4"));
    until(() -> gateway.inStore(table::countPosts) == 0 && got.size() == 3);
    assertEquals(got.get(0), got.get(1), "the same again");
    assertEquals("raised", new JsonObject(got.get(1).body()).getString("event"));
    assertEquals("ended", new JsonObject(got.get(2).body()).getString("event"));
    for (Got one : got) {
      byte[] secret = "a secret".getBytes(StandardCharsets.UTF_8);
      assertEquals("sha256=" + Webhook.hmac(secret, Buffer.buffer(one.body())), one.signature());
    }
    assertEquals(Optional.empty(), webhook.trouble());
    join(webhook.stop());
  }

  /** RFC 4231, section 4.3. */
  @Test
  void theSignatureIsHmacWithSha256() {
    assertEquals(
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        Webhook.hmac(
            "Jefe".getBytes(StandardCharsets.UTF_8),
            Buffer.buffer("what do ya want for nothing?")));
  }

  @Test
  void aReceiverThatHangsHoldsNothingUp() {
    again(RULES, true);
    List<Got> got = new CopyOnWriteArrayList<>();
    HttpServer receiver = receiver(nth -> 0, got);
    Webhook webhook = webhook(receiver);
    gateway.take(warm(0, 0, "9"));
    until(() -> got.size() == 1);
    gateway.take(warm(1, 60, "4"), warm(2, 120, "9"));
    until(() -> open().size() == 1 && ended().size() == 1);
    join(webhook.stop());
    assertEquals(3L, gateway.inStore(table::countPosts));
  }

  @Test
  void theQueueIsBoundedAndWhatItDropsIsCounted() {
    gateway.inStore(
        transaction -> {
          for (int i = 0; i < 12; i++) {
            table.post(transaction, "{\"n\":" + i + "}", 10);
          }
          return 0;
        });
    assertEquals(10L, gateway.inStore(table::countPosts));
    assertEquals(2L, gateway.inStore(table::countDropped));
    assertEquals("{\"n\":2}", gateway.inStore(table::nextPost).orElseThrow().what());
  }

  @Test
  void waitsGrowToTenMinutes() {
    assertEquals(Duration.ofMillis(500), Webhook.pause(1, 0));
    assertEquals(Duration.ofSeconds(1), Webhook.pause(2, 0));
    assertEquals(Duration.ofMinutes(5), Webhook.pause(99, 0));
    assertTrue(Webhook.pause(99, 0.999).compareTo(Duration.ofMinutes(10)) < 0);
  }

  /** A reading without a time of its own counts nothing towards a sum: no time is made up. */
  @Test
  void aReadingWithoutATimeIsNoTime() {
    Telemetry pack = new Telemetry(List.of(Reading.of("t", "Cel", BigDecimal.ONE, BigDecimal.TEN)));
    Claims none =
        new Claims(
            LOGGER.name(),
            Subject.of(LOGGER.name()),
            OptionalLong.empty(),
            Optional.of(new Position(1, 0, Optional.empty(), OptionalLong.empty())));
    Claims timed =
        new Claims(
            LOGGER.name(),
            Subject.of(LOGGER.name()),
            OptionalLong.of(1_700_000_000L),
            none.position());
    assertEquals(OptionalLong.empty(), heard(none, pack).time(pack.readings().get(0)));
    assertEquals(
        OptionalLong.of(1_700_000_001_000L), heard(timed, pack).time(pack.readings().get(0)));
  }

  private static Heard heard(Claims claims, Telemetry pack) {
    Sign1 said = Sign1.sign(LOGGER.key(), ContentType.TELEMETRY, claims, pack.encoded());
    return Heard.of(new AlarmTable.Read(1, NOW, false, said.encoded())).orElseThrow();
  }
}
