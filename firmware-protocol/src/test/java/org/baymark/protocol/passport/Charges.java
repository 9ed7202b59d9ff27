package org.baymark.protocol.passport;

import static org.baymark.protocol.statement.Kind.SCAN;
import static org.baymark.protocol.statement.Kind.TELEMETRY;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.baymark.protocol.accuse.Accusation;
import org.baymark.protocol.accuse.Prosecutor;
import org.baymark.protocol.accuse.SignedPromise;
import org.baymark.protocol.batch.Acknowledgement;
import org.baymark.protocol.batch.Acknowledgement.Promised;
import org.baymark.protocol.batch.Filing;
import org.baymark.protocol.batch.ShipmentKey;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.index.IndexKeys;
import org.baymark.protocol.index.IndexMap;
import org.baymark.protocol.index.IndexSeal;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.papers.KeyCard;
import org.baymark.protocol.papers.KeyEpoch;

/** A world in which somebody does what can be held against them, and the accusation of it. */
final class Charges {
  static final Subject GOODS = Journey.SHIPMENT;
  static final Subject OTHER = Journey.OTHER;

  final World world;
  final Gateway gateway;
  final Speaker scanner;
  final Speaker sensor;

  Charges() {
    this(4);
  }

  Charges(int members) {
    world = new World(members, Suite.EDDSA);
    gateway = world.gateway("gw");
    scanner = world.device("scanner", SCAN);
    sensor = world.device("sensor", TELEMETRY);
  }

  /** Cards of {@code key} by so many members. */
  List<KeyCard> cards(int count, ShipmentKey key, KeyEpoch epoch) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                KeyCard.sign(
                    world.alliance.registrar(i), world.alliance.name(i), key, epoch, World.START))
        .toList();
  }

  List<KeyCard> cards(int count, Subject subject) {
    return cards(count, world.shipmentKey(subject), KeyEpoch.FIRST);
  }

  /** The sensor signs two statements with one number; both are filed. */
  Accusation equivocation() {
    Sign1 first = sensor.reads("1");
    sensor.jumpTo(0);
    gateway.take(first, sensor.reads("2")).seal();
    Passport passport = Papers.issue(world, sensor.subject()).together();
    return made(Prosecutor.equivocation(passport.evidence(), Prosecutor.statements(passport)));
  }

  /** A scan of the goods is filed under the other shipment. */
  Passport misfiled() {
    gateway.takeUnder(OTHER, scanner.scans(GOODS)).take(scanner.scans(OTHER)).seal();
    return Papers.issue(world, OTHER).together();
  }

  Accusation misfiling(int cards) {
    return made(Prosecutor.misfiling(misfiled(), cards(cards, GOODS)));
  }

  /** What a sensor said of itself is filed under the goods: no card is needed. */
  Accusation misfiledSensor() {
    gateway.takeUnder(GOODS, sensor.reads("4")).take(scanner.scans(GOODS)).seal();
    return made(Prosecutor.misfiling(Papers.issue(world, GOODS).together(), List.of()));
  }

  /** The index forgets the last batch about the goods. */
  Accusation omission(int cards) {
    gateway.take(scanner.scans(GOODS), sensor.reads("1")).seal();
    gateway.take(scanner.scans(GOODS), sensor.reads("2")).seal();
    Passport before = Papers.issue(world, GOODS, sensor.subject()).together();
    List<Filing> filings = World.get(world.filings, world.subjectKey(GOODS));
    filings.remove(1);
    world.putSubject(world.subjectKey(GOODS), world.statements(world.subjectKey(GOODS)));
    Evidence lacking = Papers.issue(world, GOODS, sensor.subject()).together().evidence();
    return made(Prosecutor.omission(lacking, before, cards(cards, GOODS)));
  }

  /** The index never hears of the sensor. */
  Accusation omissionOfAll() {
    gateway.take(scanner.scans(GOODS)).seal();
    IndexMap before = world.index;
    gateway.take(scanner.scans(GOODS), sensor.reads("1")).seal();
    Passport passport = Papers.issue(world, GOODS, sensor.subject()).together();
    world.filings.remove(world.subjectKey(sensor.subject()));
    world.index = before;
    world.putSubject(world.subjectKey(GOODS), 2);
    world.index =
        world.index.put(
            IndexKeys.gateway(gateway.self.name),
            World.get(world.gateways, gateway.self.name).encode());
    Evidence lacking = Papers.issue(world, GOODS, sensor.subject()).together().evidence();
    return made(Prosecutor.omission(lacking, passport, List.of()));
  }

  SignedPromise promise(long number, Sign1... statements) {
    List<Promised> promised = new ArrayList<>();
    for (Sign1 one : statements) {
      promised.add(new Promised(one.id(), world.subjectKey(one.subject())));
    }
    Acknowledgement ack = Acknowledgement.of(number, promised);
    MerkleTree tree = Acknowledgement.tree(promised);
    return new SignedPromise(
        ack.sign(gateway.self.key, gateway.self.name),
        ack,
        promised.get(0),
        0,
        tree.inclusion(0, tree.size()).path());
  }

  /** A scan of the goods is promised by batch 2, beside another, and is in neither batch. */
  Accusation brokenPromise() {
    Sign1 lost = scanner.scans(GOODS);
    Sign1 kept = scanner.scans(GOODS);
    SignedPromise promise = promise(2, lost, kept);
    gateway.take(kept).seal();
    gateway.take(scanner.scans(GOODS)).seal();
    gateway.take(lost).seal();
    return made(Prosecutor.brokenPromise(Papers.issue(world, GOODS).together(), promise));
  }

  /** What a sensor said is promised, and nothing of that sensor is filed at all. */
  Accusation brokenPromiseOfAll() {
    SignedPromise promise = promise(1, sensor.reads("1"));
    gateway.take(scanner.scans(GOODS)).seal();
    Passport passport = Papers.issue(world, GOODS, sensor.subject()).together();
    return made(Prosecutor.brokenPromise(passport, promise));
  }

  /** Two histories that part at the first batch; the second goes on for {@code more} batches. */
  static Accusation conflict(int more, long epoch, long otherEpoch) {
    return conflict(4, more, epoch, otherEpoch);
  }

  static Accusation conflict(int members, int more, long epoch, long otherEpoch) {
    return made(
        Prosecutor.conflict(
            history(members, "1", 0, epoch).evidence(),
            history(members, "2", more, otherEpoch).evidence()));
  }

  private static Passport history(int members, String reading, int more, long epoch) {
    Charges charges = new Charges(members);
    charges.gateway.take(charges.sensor.reads(reading)).seal();
    for (int i = 0; i < more; i++) {
      charges.gateway.take(charges.sensor.reads(reading)).seal();
    }
    return Papers.issue(
            charges.world, seal -> of(epoch, seal), List.<Bytes>of(), charges.sensor.subject())
        .together();
  }

  private static IndexSeal of(long epoch, IndexSeal seal) {
    return new IndexSeal(
        epoch,
        epoch == 0 ? java.util.Optional.empty() : java.util.Optional.of(seal.memberSet()),
        seal.height(),
        seal.covers(),
        seal.indexRoot(),
        seal.memberSet(),
        seal.previous());
  }

  static Accusation made(java.util.Optional<Accusation> accusation) {
    return accusation.orElseThrow(() -> new AssertionError("nothing to accuse of"));
  }
}
