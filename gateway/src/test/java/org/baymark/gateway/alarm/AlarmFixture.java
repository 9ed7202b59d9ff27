package org.baymark.gateway.alarm;

import static org.baymark.gateway.GatewayFixture.NOW;
import static org.baymark.gateway.GatewayFixture.join;
import static org.baymark.gateway.OutgoingFixture.until;

import io.vertx.core.Future;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.TestNode;
import org.baymark.gateway.admission.Arrival;
import org.baymark.gateway.registry.Voice;
import org.baymark.gateway.store.AlarmTable;
import org.baymark.gateway.store.AlarmTable.Alarm;
import org.baymark.gateway.store.BindingTable;
import org.baymark.gateway.store.BindingTable.Binding;
import org.baymark.gateway.store.CountTable;
import org.baymark.gateway.store.PostTable;
import org.baymark.gateway.store.ReadTable;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.statement.EventField;
import org.baymark.protocol.statement.Firmware;
import org.baymark.protocol.statement.LogisticsEvent;
import org.baymark.protocol.statement.Reading;
import org.baymark.protocol.statement.Sensor;
import org.baymark.protocol.statement.Sensor.Place;
import org.baymark.protocol.statement.Telemetry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A watch for alarms, over a store, an intake and an alliance of the test's. */
abstract class AlarmFixture {
  static final TestDevice LOGGER = TestDevice.named("logger", Suite.EDDSA);
  static final TestDevice SCANNER = TestDevice.named("scanner", Suite.ES256);
  static final Subject PALLET = Subject.ofSscc("003456789012345670");
  static final AlarmRules RULES = rules("too-warm: t Cel >= 8 instant");

  @TempDir Path folder;
  final AlarmTable table = new AlarmTable();
  final ReadTable reads = new ReadTable();
  final CountTable counts = new CountTable();
  final PostTable queue = new PostTable();
  TestNode node;
  OutgoingFixture gateway;
  Alarms alarms;
  volatile Optional<String> unfit = Optional.empty();

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

  static AlarmRules rules(String... lines) {
    return new AlarmRules(
        List.of(lines).stream().map(line -> AlarmRule.parse(line, Duration::parse)).toList(),
        2,
        false);
  }

  Future<Optional<String>> admit(Bytes alert) {
    return gateway.intake.take(Arrival.ofVoice(alert)).map(outcome -> Optional.of("stored"));
  }

  Alarms alarms(
      AlarmRules rules, boolean posts, Function<Bytes, Future<Optional<String>>> admission) {
    Alarms made = made(rules, posts, admission);
    made.start();
    until(() -> gateway.inStore(reads::mark).isPresent());
    return made;
  }

  Alarms made(
      AlarmRules rules, boolean posts, Function<Bytes, Future<Optional<String>>> admission) {
    return new Alarms(
        gateway.vertx,
        OutgoingFixture.SELF.name(),
        gateway.database,
        gateway.statements,
        gateway.registry,
        gateway.enrolling,
        () -> unfit,
        rules,
        posts,
        admission,
        gateway.clock);
  }

  void again(AlarmRules rules, boolean posts) {
    join(alarms.stop());
    alarms = alarms(rules, posts, this::admit);
  }

  /** Rounds only when the test asks for one. */
  void byHand() {
    join(alarms.stop());
    alarms = made(RULES, false, this::admit);
    join(alarms.round());
  }

  /** As a gateway does that starts: with a voice of that run. */
  Voice speak() {
    Voice voice =
        new Voice(OutgoingFixture.SELF.name(), OutgoingFixture.VOICE, "us", gateway.registry);
    join(voice.register(NOW));
    alarms.speak(voice);
    return voice;
  }

  /** The logger reports about itself, at this second of its own clock. */
  static Sign1 warm(long seq, int second, String celsius) {
    return warm(seq, second, celsius, Subject.of(LOGGER.name()));
  }

  static Sign1 warm(long seq, int second, String celsius, Subject subject) {
    BigDecimal time = BigDecimal.valueOf(NOW.getEpochSecond() + second);
    Telemetry pack = new Telemetry(List.of(Reading.of("t", "Cel", time, new BigDecimal(celsius))));
    return LOGGER.sign(ContentType.TELEMETRY, 1, seq, pack.encoded(), subject);
  }

  static Sign1 scans(long seq, LogisticsEvent event) {
    return SCANNER.sign(ContentType.EVENT, 1, seq, event.encoded(), PALLET);
  }

  static List<Sensor> logger(long seq) {
    return List.of(new Sensor(LOGGER.name(), Optional.of(new Place(1, seq))));
  }

  static Sign1 hello(long seq, int interval) {
    LogisticsEvent event =
        LogisticsEvent.hello(new Firmware("1", Digest.sha256()))
            .with(EventField.INTERVAL, Duration.ofSeconds(interval));
    return LOGGER.sign(ContentType.EVENT, 1, seq, event.encoded(), Subject.of(LOGGER.name()));
  }

  List<Alarm> open() {
    return gateway.inStore(table::open);
  }

  List<Alarm> ended() {
    return gateway.inStore(transaction -> table.ended(transaction, 100));
  }

  List<Binding> bindings() {
    return gateway.inStore(transaction -> new BindingTable().newest(transaction, 10));
  }
}
