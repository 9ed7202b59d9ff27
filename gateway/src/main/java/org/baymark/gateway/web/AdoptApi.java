package org.baymark.gateway.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.baymark.gateway.admission.Arrival;
import org.baymark.gateway.admission.Intake;
import org.baymark.gateway.admission.Outcome;
import org.baymark.gateway.passport.PassportAssembler;
import org.baymark.gateway.registry.Addition;
import org.baymark.gateway.registry.DeviceRegistry;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.Device;
import org.baymark.gateway.store.Quarantine;
import org.baymark.gateway.store.Transaction;
import org.baymark.gateway.web.Answers.CallException;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.passport.LoggedRegistration;
import org.baymark.protocol.statement.Kind;
import org.baymark.protocol.statement.Unverified;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The call that takes up a device which spoke before it was added: it is added, and what is in
 * quarantine of it goes through admission again, as if it came now. That one of these messages is
 * signed by the given key is demanded: it shows that the key is right, and that the device has it.
 * The quarantine itself stays as it is; it tells what was refused.
 */
final class AdoptApi implements Calls {
  private static final Logger log = LoggerFactory.getLogger(AdoptApi.class);

  /** How many are on their way at once: they must not fill what devices need. */
  private static final int AT_ONCE = 64;

  private static final String TRANSPORT = "quarantine";

  private final Database database;
  private final DeviceRegistry registry;
  private final Quarantine quarantine;
  private final Intake intake;
  private final PassportAssembler alliance;
  private final String owner;
  private final InstantSource clock;

  /**
   * @param owner of devices, where the call does not say
   */
  AdoptApi(
      Database database,
      DeviceRegistry registry,
      Quarantine quarantine,
      Intake intake,
      PassportAssembler alliance,
      String owner,
      InstantSource clock) {
    this.database = database;
    this.registry = registry;
    this.quarantine = quarantine;
    this.intake = intake;
    this.alliance = alliance;
    this.owner = owner;
    this.clock = clock;
  }

  @Override
  public void mount(Router router) {
    router.post("/quarantine/adopt").handler(this::adopt);
  }

  /** What became of the messages. */
  private record Tally(long stored, long duplicates, long refused, long busy) {
    static final Tally NONE = new Tally(0, 0, 0, 0);

    Tally and(Outcome outcome) {
      return outcome.match(
          accepted -> new Tally(stored + 1, duplicates, refused, busy),
          provisional -> new Tally(stored + 1, duplicates, refused, busy),
          duplicate -> new Tally(stored, duplicates + 1, refused, busy),
          promised -> and(promised.stored()),
          wrong -> new Tally(stored, duplicates, refused + 1, busy),
          later -> new Tally(stored, duplicates, refused, busy + 1));
    }
  }

  private record Adopted(DevUrn name, Addition addition, Tally tally) {}

  private void adopt(RoutingContext call) {
    Fields fields = Fields.of(call, Set.of("name", "key", "owner", "kinds"));
    DevUrn name = fields.name();
    VerifyingKey key = fields.key();
    Set<Kind> kinds = fields.kinds();
    String whose = fields.optionalText("owner").orElse(owner);
    String by = Gatekeeper.personOf(call).map(Role::word).orElse("a program's token");
    Answers.when(
        call,
        database
            .read(transaction -> of(transaction, name, key))
            .compose(messages -> add(messages, name, key, whose, kinds)),
        adopted -> answer(call, adopted, by));
  }

  /** What is in quarantine of {@code name} and this key, the oldest first. */
  private List<Bytes> of(Transaction transaction, DevUrn name, VerifyingKey key) {
    List<Bytes> claimed =
        quarantine.matching(
            transaction,
            bytes ->
                parsed(bytes)
                    .filter(it -> it.issuer().equals(name) && it.kid().equals(key.kid()))
                    .isPresent());
    boolean isSigned =
        claimed.stream().anyMatch(it -> parsed(it).filter(one -> one.signedBy(key)).isPresent());
    return isSigned ? claimed : List.of();
  }

  private static Optional<Sign1> parsed(Bytes message) {
    return Sign1.parse(message, Unverified.SIZE_MAX).toOptional();
  }

  private Future<Adopted> add(
      List<Bytes> messages, DevUrn name, VerifyingKey key, String whose, Set<Kind> kinds) {
    if (messages.isEmpty()) {
      throw new CallException(
          409,
          "no message in quarantine is of "
              + name
              + " and signed by this key: look at the key, or add the device as any other");
    }
    try {
      return registry
          .add(name, key, whose, kinds, clock.instant())
          .compose(addition -> succeeded(addition, key))
          .compose(
              addition ->
                  objection(name, addition).isPresent()
                      ? Future.succeededFuture(new Adopted(name, addition, Tally.NONE))
                      : admit(name, messages, 0, Tally.NONE)
                          .map(tally -> new Adopted(name, addition, tally)));
    } catch (IllegalArgumentException e) {
      throw Fields.wrong(String.valueOf(e.getMessage()));
    }
  }

  /**
   * A gateway that was restored from a backup knows a device that has rolled over since by a key
   * that the log has ended. The message in quarantine shows that the device has the new one;
   * whether it is the device's, the log says.
   */
  private Future<Addition> succeeded(Addition known, VerifyingKey key) {
    Optional<Device> other =
        known.device().filter(it -> known.result() == Addition.Result.OTHER && it.isRefused());
    if (other.isEmpty() || other.get().key().equals(key)) {
      return Future.succeededFuture(known);
    }
    Device device = other.get();
    return alliance
        .registrations(device.name(), List.of(device.key().thumbprint(), key.thumbprint()))
        .compose(
            all -> {
              Optional<LoggedRegistration> before = of(all, device.name(), device.key());
              Optional<LoggedRegistration> next =
                  of(all, device.name(), key).filter(it -> it.revocation().isEmpty());
              return before.isPresent() && next.isPresent()
                  ? registry.succeed(
                      next.get().registration(), before.get().logged().index(), clock.instant())
                  : Future.succeededFuture(known);
            });
  }

  private static Optional<LoggedRegistration> of(
      List<LoggedRegistration> all, DevUrn name, VerifyingKey key) {
    return all.stream()
        .filter(it -> it.registration().name().equals(name))
        .filter(it -> it.registration().key().equals(key))
        .findFirst();
  }

  /** Who is not heard would fill the quarantine with the same once more. */
  private static Optional<String> objection(DevUrn name, Addition addition) {
    return DeviceApi.objection(name, addition)
        .or(
            () ->
                addition
                    .device()
                    .filter(Device::isSuspended)
                    .map(device -> name + " is suspended: resume it first"));
  }

  private Future<Tally> admit(DevUrn name, List<Bytes> messages, int from, Tally before) {
    if (from == messages.size()) {
      return Future.succeededFuture(before);
    }
    int to = Math.min(from + AT_ONCE, messages.size());
    List<Future<Outcome>> outcomes =
        messages.subList(from, to).stream()
            .map(
                it -> intake.take(new Arrival(it, TRANSPORT, name.text(), Optional.empty(), false)))
            .toList();
    return Future.join(outcomes)
        .compose(
            all -> {
              Tally tally = before;
              for (Future<Outcome> outcome : outcomes) {
                tally = tally.and(outcome.result());
              }
              return admit(name, messages, to, tally);
            });
  }

  private static void answer(RoutingContext call, Adopted adopted, String by) {
    Optional<String> objection = objection(adopted.name(), adopted.addition());
    if (objection.isPresent()) {
      Answers.error(call, 409, objection.get());
      return;
    }
    Tally tally = adopted.tally();
    log.atInfo()
        .addKeyValue("device", adopted.addition().device().orElseThrow().name())
        .addKeyValue("key", adopted.addition().device().orElseThrow().key().thumbprint().hex())
        .addKeyValue("by", by)
        .addKeyValue("stored", tally.stored())
        .log("adopted from quarantine");
    Answers.json(
        call,
        200,
        DeviceApi.brief(adopted.addition().device().orElseThrow())
            .put(
                "messages",
                new JsonObject()
                    .put("stored", tally.stored())
                    .put("duplicates", tally.duplicates())
                    .put("refused", tally.refused())
                    .put("busy", tally.busy())));
  }
}
