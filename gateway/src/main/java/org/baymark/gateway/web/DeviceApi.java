package org.baymark.gateway.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.baymark.gateway.registry.Addition;
import org.baymark.gateway.registry.DeviceRegistry;
import org.baymark.gateway.registry.Enrolling;
import org.baymark.gateway.store.BatchLog;
import org.baymark.gateway.store.ClaimTable.Claim;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.Device;
import org.baymark.gateway.store.Outbox;
import org.baymark.gateway.store.Outbox.Fate;
import org.baymark.gateway.store.Recent;
import org.baymark.gateway.store.RecordLog;
import org.baymark.gateway.store.Statements;
import org.baymark.gateway.store.Statements.Counts;
import org.baymark.gateway.store.Tables;
import org.baymark.gateway.store.Transaction;
import org.baymark.gateway.web.Answers.CallException;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.enrolment.Enrolment;
import org.baymark.protocol.enrolment.Enrolment.State;
import org.baymark.protocol.statement.Kind;

/** The calls about devices: add, list, revoke. */
final class DeviceApi implements Calls {
  /** What there is to do where the log holds none of a device's keys. */
  private static final String STRANDED =
      "; its former key is over, so the device is not heard. Ask again ('baymark device add' with"
          + " the new key, and owner and kinds as they were), or hand in a roll-over to another key"
          + " that the new key signed ('baymark device roll-over'), or revoke it and use another"
          + " name";

  private static final Fate WAITING = new Fate(OptionalLong.empty(), Optional.empty());
  private static final Counts NONE = new Counts(0, 0);
  private static final RecordLog.Counts NO_RECORDS = new RecordLog.Counts(0, 0);

  private final Database database;
  private final DeviceRegistry registry;
  private final Enrolling enrolling;
  private final Outbox outbox;
  private final Statements statements;
  private final RecordLog records;
  private final BatchLog batches;
  private final Recent recent = new Recent();
  private final String owner;
  private final InstantSource clock;

  /**
   * @param owner of devices, where the call does not say
   */
  DeviceApi(
      Database database,
      Tables tables,
      DeviceRegistry registry,
      Enrolling enrolling,
      String owner,
      InstantSource clock) {
    this.database = database;
    this.registry = registry;
    this.enrolling = enrolling;
    this.outbox = tables.outbox();
    this.statements = tables.statements();
    this.records = tables.records();
    this.batches = tables.batches();
    this.owner = owner;
    this.clock = clock;
  }

  @Override
  public void mount(Router router) {
    router.post("/devices").handler(this::add);
    router.get("/devices").handler(this::list);
    router.post("/devices/revoke").handler(this::revoke);
  }

  private void add(RoutingContext call) {
    Fields fields = Fields.of(call, Set.of("name", "key", "owner", "kinds"));
    DevUrn name = fields.name();
    VerifyingKey key = fields.key();
    Set<Kind> kinds = fields.kinds();
    String whose = fields.optionalText("owner").orElse(owner);
    try {
      Answers.when(
          call,
          registry.add(name, key, whose, kinds, clock.instant()),
          addition -> added(call, name, addition));
    } catch (IllegalArgumentException e) {
      throw Fields.wrong(String.valueOf(e.getMessage()));
    }
  }

  private static void added(RoutingContext call, DevUrn name, Addition addition) {
    objection(name, addition)
        .ifPresentOrElse(
            why -> Answers.error(call, 409, why),
            () -> {
              boolean isNew = addition.result() == Addition.Result.ADDED;
              Answers.json(call, isNew ? 201 : 200, brief(addition.device().orElseThrow()));
            });
  }

  /** Why {@code name} could not be added; empty if it is there now as it was wished. */
  static Optional<String> objection(DevUrn name, Addition addition) {
    return switch (addition.result()) {
      case ADDED, SAME, ASKED_AGAIN -> Optional.empty();
      case OTHER -> Optional.of(name + " is there already with another key, owner or set of kinds");
      case REVOKED -> Optional.of(name + " was revoked; a new start takes a new name");
      case CLAIMED ->
          Optional.of(name + " was claimed by its label; it has to prove that it has the key");
      case KEY_IN_USE ->
          Optional.of("this key is that of " + addition.device().orElseThrow().name());
    };
  }

  static JsonObject brief(Device device) {
    JsonObject shown =
        new JsonObject()
            .put("name", device.name().text())
            .put("thumbprint", device.key().thumbprint().hex());
    if (device.isRevoked()) {
      return shown.put("status", "revoked");
    }
    if (device.isRefused()) {
      String way = device.isStranded() ? STRANDED : "";
      return shown.put("status", "refused").put("reason", device.refusal().orElseThrow() + way);
    }
    return shown.put("status", device.isSuspended() ? "suspended" : "active");
  }

  private record Overview(
      Map<DevUrn, Fate> fates,
      Map<DevUrn, Counts> counts,
      Map<DevUrn, RecordLog.Counts> records,
      Map<DevUrn, Recent.Said> lastWords,
      Map<DevUrn, Long> gaps,
      List<Claim> claims) {}

  private Overview overview(Transaction transaction) {
    long anchoredRow = batches.progress(transaction).anchoredRow();
    Map<DevUrn, RecordLog.Counts> unsigned = new HashMap<>();
    for (Device device : registry.list()) {
      unsigned.put(device.name(), records.counts(transaction, device.key().kid()));
    }
    return new Overview(
        outbox.registrations(transaction),
        statements.byDevice(transaction, anchoredRow),
        unsigned,
        recent.lastWords(transaction),
        recent.gaps(transaction),
        enrolling.claimed(transaction));
  }

  private void list(RoutingContext call) {
    Answers.when(
        call,
        database.read(this::overview),
        overview -> {
          JsonArray devices = new JsonArray();
          registry.list().forEach(device -> devices.add(full(device, overview)));
          JsonArray claims = new JsonArray();
          overview.claims().forEach(claim -> claims.add(claimed(claim)));
          Answers.json(call, 200, new JsonObject().put("devices", devices).put("claims", claims));
        });
  }

  private static JsonObject claimed(Claim claim) {
    return new JsonObject()
        .put("name", claim.label().name().text())
        .put("thumbprint", claim.label().thumbprint().hex())
        .put("status", claim.revoked().isPresent() ? "revoked" : "pending")
        .put("owner", claim.owner())
        .put("kinds", names(claim.kinds()))
        .put("claimed", claim.claimed().toString());
  }

  private static JsonArray names(Set<Kind> kinds) {
    JsonArray names = new JsonArray();
    kinds.stream().map(Kind::wireName).sorted().forEach(names::add);
    return names;
  }

  private static JsonObject full(Device device, Overview overview) {
    Fate fate = overview.fates().getOrDefault(device.name(), WAITING);
    Counts counts = overview.counts().getOrDefault(device.name(), NONE);
    RecordLog.Counts unsigned = overview.records().getOrDefault(device.name(), NO_RECORDS);
    JsonObject shown =
        brief(device).put("kinds", names(device.kinds())).put("owner", device.owner());
    Optional<Recent.Said> last = Optional.ofNullable(overview.lastWords().get(device.name()));
    last.ifPresentOrElse(it -> shown.put("last", Words.shown(it)), () -> shown.putNull("last"));
    last.flatMap(Words::battery).ifPresent(it -> shown.put("battery", it));
    return withIndex(shown, "registered", fate)
        .put("added", device.added().toString())
        .put("gaps", overview.gaps().getOrDefault(device.name(), 0L))
        .put("accepted", counts.accepted())
        .put("anchored", counts.anchored())
        .put(
            "records",
            new JsonObject()
                .put("provisional", unsigned.provisional())
                .put("covered", unsigned.covered()));
  }

  private static Optional<JsonObject> revoked(Optional<Device> device, Optional<Fate> fate) {
    Fate request = fate.orElse(WAITING);
    return device
        .map(DeviceApi::brief)
        .map(
            shown -> {
              request.refusal().ifPresent(why -> shown.put("reason", why));
              return withIndex(shown, "revoked", request);
            });
  }

  /** Adds where the log holds what was asked for; null if it does not. */
  private static JsonObject withIndex(JsonObject shown, String field, Fate fate) {
    fate.logIndex().ifPresentOrElse(at -> shown.put(field, at), () -> shown.putNull(field));
    return shown;
  }

  private void revoke(RoutingContext call) {
    Fields fields = Fields.of(call, Set.of("name", "reason"));
    DevUrn name = fields.name();
    String reason = fields.optionalText("reason").orElse("");
    try {
      Answers.when(
          call,
          registry
              .revoke(name, reason, clock.instant())
              .compose(
                  device -> device.isPresent() ? ended(name, device) : endedClaim(name, reason)),
          answer ->
              Answers.json(
                  call,
                  200,
                  answer.orElseThrow(() -> new CallException(404, "there is no device " + name))));
    } catch (IllegalArgumentException e) {
      throw Fields.wrong(String.valueOf(e.getMessage()));
    }
  }

  private Future<Optional<JsonObject>> ended(DevUrn name, Optional<Device> device) {
    return database.read(transaction -> revoked(device, outbox.revocation(transaction, name)));
  }

  /** Of a device that has proven nothing the alliance knows nothing. */
  private Future<Optional<JsonObject>> endedClaim(DevUrn name, String reason) {
    return enrolling
        .revokeClaim(name, clock.instant())
        .map(Parsed::toOptional)
        .compose(
            claim ->
                claim.filter(it -> it.state() != State.REVOKED).isPresent()
                    ? registry // it proved its key since it was looked for there
                        .revoke(name, reason, clock.instant())
                        .compose(device -> ended(name, device))
                    : Future.succeededFuture(claim.map(DeviceApi::endedClaim)));
  }

  private static JsonObject endedClaim(Enrolment claim) {
    return EnrolmentApi.shown(claim)
        .put("reason", "no key of it was ever registered")
        .putNull("revoked");
  }
}
