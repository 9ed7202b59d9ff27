package org.baymark.gateway.admission;

import static org.baymark.gateway.GatewayFixture.NOW;
import static org.baymark.gateway.GatewayFixture.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.baymark.gateway.GatewayFixture;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.Device;
import org.baymark.gateway.store.DeviceTable;
import org.baymark.gateway.store.Outbox;
import org.baymark.gateway.store.Transaction;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.registration.Request;
import org.baymark.protocol.statement.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the protocol's vectors say that a gateway answers, this one does. It takes no device with a
 * key of the vectors, so they stand in its store before it opens.
 */
class GatewayVectorsTest {
  private static final Path FILE = Path.of("../firmware-protocol/vectors/gateway.json");
  private static final TestDevice SELF = TestDevice.named("gateway", Suite.EDDSA);

  @TempDir Path temporary;

  private final Set<String> answered = new TreeSet<>();

  @Test
  void everyArrivalIsAnsweredAsTheFileSays() throws IOException {
    JsonArray scenes = new JsonArray(Files.readString(FILE));
    for (int i = 0; i < scenes.size(); i++) {
      Path folder = Files.createDirectory(temporary.resolve("gateway-" + i));
      JsonObject scene = scenes.getJsonObject(i);
      know(folder, scene.getJsonArray("devices"));
      try (GatewayFixture gateway = GatewayFixture.start(folder)) {
        play(gateway, scene);
      }
    }
    Set<String> all =
        IntStream.rangeClosed(32, 38).mapToObj(String::valueOf).collect(Collectors.toSet());
    assertTrue(answered.containsAll(all), answered::toString);
  }

  private static void know(Path folder, JsonArray devices) {
    Outbox outbox = new Outbox(SELF.name(), SELF.key());
    try (Database database = Database.open(folder)) {
      for (int i = 0; i < devices.size(); i++) {
        JsonObject device = devices.getJsonObject(i);
        join(
            database.write(
                transaction -> {
                  know(transaction, outbox, device);
                  return 0;
                }));
      }
    }
  }

  /** PENDING and SUSPENDED devices stand in no registry of devices that may speak. */
  private static void know(Transaction transaction, Outbox outbox, JsonObject one) {
    String state = one.getString("state");
    if (state.equals("PENDING") || state.equals("SUSPENDED")) {
      return;
    }
    DevUrn name = new DevUrn(one.getString("name"));
    VerifyingKey key =
        VerifyingKey.parse(Bytes.ofHex(one.getString("coseKey"))).toOptional().orElseThrow();
    Set<Kind> kinds =
        one.getJsonArray("kinds").stream()
            .map(kind -> Kind.ofWireName(kind.toString()).orElseThrow())
            .collect(Collectors.toSet());
    DeviceTable table = new DeviceTable();
    Device device = table.add(transaction, name, key, "the vectors", kinds, NOW);
    if (state.equals("REVOKED")) {
      table.revoke(transaction, device, NOW);
    }
    if (state.equals("REFUSED")) {
      Registration wish = new Registration(name, key, "the vectors", kinds, 0);
      outbox.enqueueRequest(transaction, new Request.Register(wish), NOW);
      long place = outbox.front(transaction, 1).get(0).place();
      outbox.refused(transaction, place, "key-taken");
    }
  }

  private void play(GatewayFixture gateway, JsonObject scene) {
    CountDownLatch held = new CountDownLatch(1);
    if (scene.getBoolean("full")) {
      gateway.holdUpTheDatabase(held);
      gateway.fillUp();
    }
    JsonArray arrivals = scene.getJsonArray("arrivals");
    for (int i = 0; i < arrivals.size(); i++) {
      JsonObject one = arrivals.getJsonObject(i);
      Arrival arrival =
          new Arrival(
              Bytes.ofHex(one.getString("message")),
              "mqtt",
              "one sender",
              Optional.ofNullable(one.getString("topic")));
      String expected =
          Optional.ofNullable(one.getString("answer")).orElse(one.getValue("number") + "");
      String found = text(join(gateway.intake.take(arrival)));
      assertEquals(expected, found, () -> scene.getString("note") + ": " + one.encodePrettily());
      answered.add(found);
    }
    held.countDown();
  }

  private static String text(Outcome outcome) {
    return outcome.match(
        stored -> stored.equivocation() ? "equivocation" : stored.late() ? "late" : "stored",
        provisional -> "stored",
        duplicate -> "duplicate",
        promised -> text(promised.stored()),
        refused -> String.valueOf(refused.refusal().number()),
        busy -> String.valueOf(Refusal.BUSY.number()));
  }
}
