package org.baymark.gateway;

import static org.baymark.gateway.GatewayFixture.NOW;
import static org.baymark.gateway.GatewayFixture.join;

import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.baymark.gateway.admission.Arrival;
import org.baymark.gateway.admission.Counters;
import org.baymark.gateway.admission.Erasing;
import org.baymark.gateway.admission.Filing;
import org.baymark.gateway.admission.Intake;
import org.baymark.gateway.admission.Outcome;
import org.baymark.gateway.admission.Promiser;
import org.baymark.gateway.admission.Reveals;
import org.baymark.gateway.anchor.AnchorLoop;
import org.baymark.gateway.anchor.Courier;
import org.baymark.gateway.anchor.EvidenceSource;
import org.baymark.gateway.anchor.HeadWatch;
import org.baymark.gateway.anchor.HttpAllianceClient;
import org.baymark.gateway.anchor.Resending;
import org.baymark.gateway.anchor.Roster;
import org.baymark.gateway.anchor.Trust;
import org.baymark.gateway.batch.Batcher;
import org.baymark.gateway.batch.SealRule;
import org.baymark.gateway.passport.PassportAssembler;
import org.baymark.gateway.passport.Shelf;
import org.baymark.gateway.registry.DeviceRegistry;
import org.baymark.gateway.registry.Enrolling;
import org.baymark.gateway.registry.Voice;
import org.baymark.gateway.store.BatchLog;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.DeviceTable;
import org.baymark.gateway.store.DiskRoom;
import org.baymark.gateway.store.HeadLog;
import org.baymark.gateway.store.HiddenContents;
import org.baymark.gateway.store.Outbox;
import org.baymark.gateway.store.Promises;
import org.baymark.gateway.store.Quarantine;
import org.baymark.gateway.store.RecordLog;
import org.baymark.gateway.store.SqlWork;
import org.baymark.gateway.store.Statements;
import org.baymark.gateway.store.Tables;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.chain.ChainRecord;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.papers.AllianceKeys;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.registration.Request;
import org.baymark.protocol.statement.Kind;

/** The half of a gateway from the store outwards, over a folder of the test's and a test's node. */
public final class OutgoingFixture implements AutoCloseable {
  public static final TestDevice SELF = TestDevice.named("gateway", Suite.EDDSA);
  public static final Bytes ALLIANCE_KEY = Bytes.owning(new byte[32]);

  /** The key of the gateway's voice. */
  public static final SigningKey VOICE = TestDevice.named("voice", Suite.EDDSA).key();

  /** Seals at once whatever there is. */
  public static final SealRule AT_ONCE = new SealRule(Duration.ofSeconds(60), 1, 1 << 20);

  public final Vertx vertx = Vertx.vertx();
  public final Database database;
  public final Tables tables = Tables.of(SELF.name(), SELF.key(), new Quarantine(100, 100_000));
  public final Outbox outbox = tables.outbox();
  public final BatchLog batches = tables.batches();
  public final Statements statements = tables.statements();
  public final Promises promises = tables.promises();
  private final Promiser promiser = new Promiser(SELF.name(), SELF.key());

  /** What promises are reckoned by; batchers may have another. */
  public volatile SealRule promisedBy = AT_ONCE;

  public final RecordLog records = tables.records();
  public final HeadLog heads = tables.heads();
  public final Quarantine quarantine = tables.quarantine();
  public final Counters counters = new Counters();
  public final DeviceTable devices = tables.devices();
  public final Enrolling enrolling;
  public final DeviceRegistry registry;
  public final Intake intake;
  public final List<HttpAllianceClient> clients = new ArrayList<>();
  public final Roster members;
  public final HeadWatch watch;
  private final Trust trust;
  public final AnchorLoop anchoring;
  public final PassportAssembler passports;
  public final TestClock clock = new TestClock();
  public final HiddenContents hidden;
  public final Reveals reveals;
  public final Voice voice;
  public final Erasing erasing;
  private final List<Runnable> stops = new ArrayList<>();

  public OutgoingFixture(Path folder, TestNode node) {
    this(folder, TestMember.policy(), false, List.of(node));
  }

  /**
   * @param isOwnKnown whether the first of the nodes is the one that registered this gateway
   */
  public OutgoingFixture(Path folder, Policy policy, boolean isOwnKnown, List<TestNode> nodes) {
    database = Database.open(folder);
    registry = join(DeviceRegistry.open(database, devices, tables.claims(), outbox));
    enrolling = new Enrolling(SELF.name(), database, devices, tables.claims(), outbox);
    hidden = HiddenContents.open(folder);
    reveals = new Reveals(registry, database, tables.events(), statements, hidden);
    intake =
        new Intake(
            registry,
            tables.events(),
            records,
            quarantine,
            new Filing(
                AllianceKeys.of(ALLIANCE_KEY),
                batches,
                promises,
                statements,
                (count, bytes) -> promisedBy.batchesUntil(count, bytes)),
            promiser,
            reveals,
            database,
            counters,
            new DiskRoom(database, folder, 0),
            clock,
            0,
            1);
    voice = new Voice(SELF.name(), VOICE, "the test", registry);
    erasing = new Erasing(database, tables, hidden, voice, intake, clock);
    List<Roster.Seat> seats = new ArrayList<>();
    for (TestNode node : nodes) {
      Duration patience = nodes.size() == 1 ? Duration.ofSeconds(30) : Duration.ofSeconds(2);
      HttpAllianceClient client = new HttpAllianceClient(vertx, node.url(), patience);
      clients.add(client);
      seats.add(new Roster.Seat(node.url().toString(), client));
    }
    members = new Roster(seats, isOwnKnown, Roster.faults(policy), this::client, clock);
    trust = new Trust(policy);
    Resending resending = new Resending(outbox, batches);
    watch = new HeadWatch(database, batches, heads, members, trust, resending, clock);
    AnchorLoop.Timing timing =
        new AnchorLoop.Timing(Duration.ofMillis(5), Duration.ofHours(1), Duration.ofMillis(20));
    anchoring =
        new AnchorLoop(
            vertx,
            database,
            outbox,
            batches,
            heads,
            new Courier(database, outbox, batches, devices, members, resending),
            watch,
            timing,
            () -> 0.5,
            clock);
    passports =
        new PassportAssembler(
            vertx,
            List.of(new Shelf(database, SELF.name(), tables, AllianceKeys.of(ALLIANCE_KEY))),
            new EvidenceSource(members, watch),
            trust,
            clock);
  }

  private HttpAllianceClient client(String url) {
    HttpAllianceClient client =
        new HttpAllianceClient(vertx, URI.create(url), Duration.ofSeconds(2));
    clients.add(client);
    return client;
  }

  /** What an operator carries to the alliance once. */
  public static Request card() {
    Set<Kind> kinds = EnumSet.of(Kind.BATCH);
    return new Request.Register(
        new Registration(SELF.name(), SELF.key().verifyingKey(), "the test", kinds, 0));
  }

  public static TestNode node() {
    TestNode node = new TestNode(SELF.key().verifyingKey());
    node.alliance.take(card());
    return node;
  }

  /** A clock that a test sets. */
  public static final class TestClock implements InstantSource {
    private volatile Instant now = NOW;

    public void set(Instant to) {
      now = to;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  public Batcher batcher(SealRule rule) {
    return new Batcher(
        vertx,
        database,
        statements,
        promises,
        batches,
        heads,
        SELF.name(),
        SELF.key(),
        AllianceKeys.of(ALLIANCE_KEY),
        rule,
        clock);
  }

  public OutgoingFixture with(TestDevice device) {
    Set<Kind> kinds = EnumSet.complementOf(EnumSet.of(Kind.BATCH));
    join(
        registry.add(
            device.name(), device.key().verifyingKey(), "the test", kinds, clock.instant()));
    return this;
  }

  /** Takes statements in, as a transport would. */
  public void take(Sign1... said) {
    for (Sign1 one : said) {
      Outcome outcome =
          join(intake.take(new Arrival(one.encoded(), "mqtt", "sender", Optional.empty())));
      if (!(outcome instanceof Outcome.Accepted)) {
        throw new IllegalStateException("not accepted: " + outcome);
      }
    }
  }

  /** Takes records in, as a transport would. */
  public void take(ChainRecord... records) {
    for (ChainRecord one : records) {
      Outcome outcome =
          join(intake.take(new Arrival(one.encoded(), "mqtt", "sender", Optional.empty())));
      if (!(outcome instanceof Outcome.Provisional)) {
        throw new IllegalStateException("not taken: " + outcome);
      }
    }
  }

  /** Starts anchoring, and stops it when this closes. */
  public void anchor() {
    anchoring.start();
    stops.add(() -> join(anchoring.stop()));
  }

  /** Seals all that waits, and waits until an accepted head covers it. */
  public void sealAndAnchor() {
    seal();
    until(
        () -> {
          BatchLog.Progress at = progress();
          return at.anchoredBatches() == at.batches();
        });
  }

  public void seal() {
    Batcher batcher = batcher(AT_ONCE);
    while (unsealed() > 0) {
      join(batcher.look());
    }
  }

  public long unsealed() {
    return inStore(
        transaction ->
            statements.countAfter(
                transaction, batches.last(transaction).map(BatchLog.Last::lastRow).orElse(0L)));
  }

  public BatchLog.Progress progress() {
    return join(database.read(batches::progress));
  }

  public <T> T inStore(SqlWork<T> work) {
    return join(database.write(work));
  }

  /** Waits for what no event tells of. */
  public static void until(BooleanSupplier holds) {
    long deadline = System.nanoTime() + Duration.ofSeconds(120).toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not for 120 s");
      }
      LockSupport.parkNanos(2_000_000);
    }
  }

  @Override
  public void close() {
    passports.close();
    stops.forEach(Runnable::run);
    trust.close();
    intake.close();
    erasing.close();
    reveals.close();
    hidden.close();
    database.close();
    join(vertx.close());
  }
}
