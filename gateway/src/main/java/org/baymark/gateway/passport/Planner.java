package org.baymark.gateway.passport;

import static java.util.Comparator.naturalOrder;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.baymark.gateway.store.BatchLog;
import org.baymark.gateway.store.BatchLog.OwnFiling;
import org.baymark.gateway.store.Device;
import org.baymark.gateway.store.DeviceTable;
import org.baymark.gateway.store.HeadLog;
import org.baymark.gateway.store.Outbox;
import org.baymark.gateway.store.Outbox.Fate;
import org.baymark.gateway.store.Statements;
import org.baymark.gateway.store.Tables;
import org.baymark.gateway.store.Transaction;
import org.baymark.protocol.batch.ShipmentKey;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.papers.AllianceKeys;
import org.baymark.protocol.papers.AllianceKeys.AllianceKey;
import org.baymark.protocol.passport.EvidenceRequest.Asked;
import org.baymark.protocol.passport.EvidenceRequest.Range;
import org.baymark.protocol.passport.History;
import org.baymark.protocol.passport.Run;
import org.baymark.protocol.statement.Sensor.Place;
import org.baymark.protocol.statement.Unverified;

/**
 * Reads from the store what a passport has to hold: all about its subject, and of each sensor that
 * was attached what it said meanwhile. A sensor has its own subject, and may have spoken for years:
 * the batches from the first to the last of the run are enough where the run has two known ends and
 * no gap, with those before in which it said what software it runs; else only all batches about the
 * sensor show that nothing is kept back.
 */
final class Planner {
  private final BatchLog batches;
  private final Statements statements;
  private final DeviceTable devices;
  private final HeadLog heads;
  private final Outbox outbox;
  private final AllianceKeys allianceKeys;

  Planner(Tables tables, AllianceKeys allianceKeys) {
    this.batches = tables.batches();
    this.statements = tables.statements();
    this.devices = tables.devices();
    this.heads = tables.heads();
    this.outbox = tables.outbox();
    this.allianceKeys = allianceKeys;
  }

  /** Under which the subject may have been filed: of the newest alliance key first. */
  List<ShipmentKey> keysOf(Subject subject, OptionalLong epoch) {
    return subject.isDevice()
        ? List.of(ShipmentKey.ofDevice(subject))
        : allianceKeys.newestFirst().stream()
            .filter(key -> epoch.isEmpty() || key.epoch().number() == epoch.getAsLong())
            .map(key -> key.keyOf(subject))
            .toList();
  }

  /** Under which the subject is filed in what is opened now, or was in another epoch. */
  Optional<ShipmentKey> keyOf(Subject subject, OptionalLong epoch, Instant now) {
    Optional<AllianceKey> key =
        epoch.isEmpty()
            ? allianceKeys.at(now.toEpochMilli())
            : allianceKeys.ofEpoch(epoch.getAsLong());
    return key.map(it -> it.keyOf(subject));
  }

  /** The first of {@link #keysOf} under which this gateway filed something. */
  Optional<ShipmentKey> filedUnder(Transaction transaction, Subject subject, OptionalLong epoch) {
    return keysOf(subject, epoch).stream()
        .filter(key -> !batches.filings(transaction, key.subjectKey()).isEmpty())
        .findFirst();
  }

  boolean knows(Transaction transaction, Subject subject) {
    return statements.knows(transaction, subject);
  }

  /**
   * Empty if no accepted head covers anything about {@code subject}. One passport is of one key: of
   * the newest under which there is something.
   */
  Optional<Plan> plan(Transaction transaction, Subject subject, OptionalLong epoch) {
    Optional<TreeHead> head = heads.newest(transaction).map(HeadLog.Head::tree);
    if (head.isEmpty()) {
      return Optional.empty();
    }
    long anchored = batches.lastAnchored(transaction);
    for (ShipmentKey key : keysOf(subject, epoch)) {
      List<OwnFiling> filings = anchoredFilings(transaction, key.subjectKey(), anchored);
      if (!filings.isEmpty()) {
        Asked asked = new Asked(key.subjectKey(), Optional.empty());
        return Optional.of(plan(transaction, subject, asked, filings, head.get(), anchored));
      }
    }
    return Optional.empty();
  }

  private Plan plan(
      Transaction transaction,
      Subject subject,
      Asked asked,
      List<OwnFiling> filings,
      TreeHead head,
      long anchored) {
    List<Unverified> said = read(transaction, filings);
    Set<DevUrn> speakers = speakers(said);
    List<Plan.Part> parts = new ArrayList<>();
    parts.add(new Plan.Part(subject, asked));
    Map<DevUrn, List<Run>> runs = subject.isDevice() ? Map.of() : runs(said);
    runs.forEach(
        (sensor, ofSensor) -> sensor(transaction, sensor, ofSensor, anchored, parts, speakers));
    return new Plan(parts, keys(transaction, speakers, head), head);
  }

  private static Map<DevUrn, List<Run>> runs(List<Unverified> said) {
    return Run.of(said).stream()
        .collect(Collectors.groupingBy(Run::sensor, TreeMap::new, Collectors.toList()));
  }

  private void sensor(
      Transaction transaction,
      DevUrn sensor,
      List<Run> runs,
      long anchored,
      List<Plan.Part> parts,
      Set<DevUrn> speakers) {
    Subject subject = Subject.of(sensor);
    Digest key = ShipmentKey.ofDevice(subject).subjectKey();
    List<OwnFiling> filings = anchoredFilings(transaction, key, anchored);
    if (filings.isEmpty()) { // the alliance shows then that nobody filed anything, or who did
      parts.add(new Plan.Part(subject, new Asked(key, Optional.empty())));
      return;
    }
    List<OwnFiling> during = during(transaction, sensor, runs, filings);
    List<Unverified> said = read(transaction, during);
    List<Unverified> ofItself = bySensor(said, sensor);
    boolean isEnough =
        runs.stream().allMatch(run -> run.isBracketed() && History.over(run, ofItself).isGapless());
    Optional<Range> range =
        isEnough
            ? Optional.of(
                new Range(during.get(0).headerId(), during.get(during.size() - 1).headerId()))
            : Optional.empty();
    speakers.addAll(speakers(isEnough ? said : read(transaction, filings)));
    parts.add(new Plan.Part(subject, new Asked(key, range)));
  }

  /**
   * The filings from the first to the last that holds something of a run, and those before since
   * the sensor's last hello; at least one.
   */
  private List<OwnFiling> during(
      Transaction transaction, DevUrn sensor, List<Run> runs, List<OwnFiling> filings) {
    Set<Long> rows = new HashSet<>();
    for (Run run : runs) {
      if (!run.isBracketed()) {
        return filings;
      }
      rows.addAll(
          statements.rows(
              transaction, sensor, run.after().orElseThrow(), run.until().orElseThrow()));
    }
    int first = filings.size();
    int last = -1;
    for (int i = 0; i < filings.size(); i++) {
      if (filings.get(i).rows().stream().anyMatch(rows::contains)) {
        first = Math.min(first, i);
        last = i;
      }
    }
    if (last < 0) {
      return filings.subList(0, 1);
    }
    Place until =
        runs.stream().flatMap(run -> run.until().stream()).min(naturalOrder()).orElseThrow();
    int begin =
        Greeting.begin(
            sensor, until, first, last, i -> read(transaction, filings.subList(i, i + 1)));
    return filings.subList(begin, last + 1);
  }

  private List<OwnFiling> anchoredFilings(
      Transaction transaction, Digest subjectKey, long anchored) {
    return batches.filings(transaction, subjectKey).stream()
        .filter(filing -> filing.number() <= anchored)
        .toList();
  }

  /** What stands in these; nothing of one whose statements were carried away. */
  private List<Unverified> read(Transaction transaction, List<OwnFiling> filings) {
    List<Unverified> read = new ArrayList<>();
    for (OwnFiling filing : filings) {
      for (Bytes encoded : statements.bytes(transaction, filing.rows()).orElse(List.of())) {
        read.add(parsed(encoded));
      }
    }
    return read;
  }

  static Unverified parsed(Bytes encoded) {
    return Unverified.parse(encoded)
        .match(
            statement -> statement,
            refused -> {
              throw new IllegalStateException(
                  "a statement was accepted and does not parse: " + refused.text());
            });
  }

  /** What the sensor said of itself, in the order of its numbers. */
  private static List<Unverified> bySensor(List<Unverified> said, DevUrn sensor) {
    return said.stream()
        .filter(one -> one.signed().issuer().equals(sensor))
        .sorted(
            Comparator.comparing(Unverified::position, Position.BY_NUMBER)
                .thenComparing(one -> one.signed().id()))
        .toList();
  }

  private static Set<DevUrn> speakers(List<Unverified> said) {
    return said.stream()
        .map(one -> one.signed().issuer())
        .collect(Collectors.toCollection(HashSet::new));
  }

  /** The keys of the speakers; a key that the log does not have yet cannot be asked for. */
  private Set<Digest> keys(Transaction transaction, Set<DevUrn> speakers, TreeHead head) {
    Map<DevUrn, Fate> fates = outbox.registrations(transaction);
    Set<Digest> keys = new HashSet<>();
    for (Device device : devices.all(transaction)) {
      Fate fate = fates.get(device.name());
      boolean inLog = fate != null && fate.logIndex().orElse(Long.MAX_VALUE) < head.size();
      if (!speakers.contains(device.name())) {
        continue;
      }
      if (inLog) {
        keys.add(device.key().thumbprint());
      }
      devices.former(transaction, device.name()).stream()
          .filter(former -> former.registered() < head.size())
          .forEach(former -> keys.add(former.key().thumbprint()));
    }
    return keys;
  }
}
