package org.baymark.node.ledger;

import static org.baymark.node.TestGateway.about;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.baymark.node.Alliance;
import org.baymark.node.TestGateway;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.index.Era;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.registration.Revocation;
import org.baymark.protocol.statement.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random commands, right and wrong, against a model that knows only the definitions. */
class LedgerModelTest {
  private static final int STEPS = 250;

  private final Ledger ledger = new Ledger();
  private final NaiveLedger model = new NaiveLedger();
  private final List<TestGateway> gateways =
      List.of(TestGateway.of("g1"), TestGateway.of("g2"), TestGateway.of("g3"));
  private final List<Command.FileBatch> filed = new ArrayList<>();
  private Random random = new Random();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void everyCommandLeadsWhereTheModelLeads(long seed) {
    random = new Random(seed);
    ledger.apply(new Command.Found(Alliance.GENESIS));
    model.append(Alliance.GENESIS.encoded());
    for (int step = 0; step < STEPS; step++) {
      String what = "seed " + seed + ", step " + step;
      switch (random.nextInt(10)) {
        case 0, 1 -> register(what);
        case 2 -> revoke(what);
        case 3 -> repeat(what);
        case 4 -> close(what);
        default -> file(what);
      }
      assertEquals(model.entries.size(), ledger.size(), what);
      assertEquals(model.logRoot(), ledger.head().root(), what);
      assertEquals(model.indexRoot(), ledger.indexRoot(), what);
    }
  }

  private void expect(Class<? extends Result> expected, Command command, String what) {
    Result result = ledger.apply(command);
    assertEquals(expected, result.getClass(), what + ": " + result);
  }

  private void register(String what) {
    boolean isGateway = random.nextBoolean();
    DevUrn name =
        isGateway
            ? gateways.get(random.nextInt(3)).name()
            : new DevUrn("urn:dev:org:32473-d" + random.nextInt(4));
    SigningKey key =
        isGateway
            ? Alliance.key(name.text())
            : Alliance.key(name.text() + " key " + random.nextInt(3));
    Registration content =
        Alliance.registration(name, key, isGateway ? Kind.BATCH : Kind.TELEMETRY);
    Sign1 signed = Alliance.signed(content);
    Digest thumbprint = key.verifyingKey().thumbprint();
    if (model.live.containsKey(name) && model.live.get(name).equals(thumbprint)) {
      expect(Result.Already.class, new Command.Admit(signed), what);
    } else if (model.live.containsKey(name) || model.keys.containsKey(thumbprint)) {
      expect(Result.Rejected.class, new Command.Admit(signed), what);
    } else {
      expect(Result.Appended.class, new Command.Admit(signed), what);
      model.registered(name, thumbprint);
      model.append(signed.encoded());
    }
  }

  private void revoke(String what) {
    List<DevUrn> names = new ArrayList<>(model.live.keySet());
    if (names.isEmpty()) {
      return;
    }
    names.sort(null);
    DevUrn name = names.get(random.nextInt(names.size()));
    boolean isGateway = gateways.stream().anyMatch(gateway -> gateway.name().equals(name));
    long last = model.lastNumber.getOrDefault(name, 0L);
    boolean right = random.nextInt(3) > 0;
    OptionalLong lastBatch =
        isGateway
            ? OptionalLong.of(right ? last : last + 1)
            : right ? OptionalLong.empty() : OptionalLong.of(0);
    Digest thumbprint = model.live.getOrDefault(name, Digest.sha256());
    Sign1 signed =
        new Revocation(name, thumbprint, lastBatch, "")
            .sign(Alliance.KEYS.registrar(), Alliance.MEMBER, 1);
    expect(right ? Result.Appended.class : Result.Rejected.class, new Command.Admit(signed), what);
    if (right) {
      model.revoked(name, lastBatch);
      model.append(signed.encoded());
    }
  }

  private void file(String what) {
    TestGateway gateway = gateways.get(random.nextInt(3));
    List<SubjectEntry> subjects = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      if (subjects.isEmpty() || random.nextBoolean()) {
        subjects.add(about("subject " + i, 1 + random.nextInt(9)));
      }
    }
    Command.FileBatch batch = gateway.seal(subjects.toArray(new SubjectEntry[0]));
    if (!model.live.containsKey(gateway.name())) {
      expect(Result.Rejected.class, batch, what);
      return;
    }
    if (random.nextInt(4) == 0) {
      List<SubjectEntry> fewer = batch.subjects().subList(1, batch.subjects().size());
      expect(Result.Rejected.class, new Command.FileBatch(batch.header(), fewer), what);
    }
    expect(Result.Appended.class, batch, what);
    gateway.filed(batch);
    filed.add(batch);
    model.filed(gateway.name(), gateway.number(), batch.header().id(), batch.subjects());
    model.append(batch.header().encoded());
  }

  private void repeat(String what) {
    if (!filed.isEmpty()) {
      expect(Result.Already.class, filed.get(random.nextInt(filed.size())), what);
    }
  }

  private void close(String what) {
    expect(Result.Closed.class, new Command.Close(Era.FIRST), what);
    ClosedLog closed = ledger.closed().orElseThrow();
    assertEquals(model.indexRoot(), closed.index().root(), what);
    model.append(closed.seal());
    assertEquals(model.logRoot(), closed.head().root(), what);
  }
}
