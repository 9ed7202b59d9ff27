package org.baymark.gateway.admission;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.baymark.gateway.registry.Addition;
import org.baymark.gateway.registry.DeviceRegistry;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.Device;
import org.baymark.gateway.store.EventLog;
import org.baymark.gateway.store.Tables;
import org.baymark.gateway.store.Transaction;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Claims;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.statement.Kind;

/**
 * What the gateway itself says: statements under a name and a key of their own, registered, filed
 * and shown as a device's are, because the key that seals batches may say nothing else
 * (PROTOCOL.md, sections 6.4 and 10). It is registered when it speaks for the first time.
 */
public final class Voice {
  private static final Set<Kind> KINDS = EnumSet.of(Kind.ERASE);

  /** A component of RFC 9039, section 3.2, behind the gateway's name. */
  private static final String COMPONENT = "_voice";

  private static final String TRANSPORT = "gateway";

  private final DevUrn name;
  private final SigningKey key;
  private final String owner;
  private final DeviceRegistry registry;
  private final Database database;
  private final Tables tables;
  private final Intake intake;
  private final InstantSource clock;

  /** Where it stands in its history; the monitor of this guards them. */
  private long boot;

  private long seq;
  private Optional<Bytes> previous = Optional.empty();
  private boolean hasBegun;

  /**
   * @param gateway whose voice it is
   * @param key its own, and not the gateway's
   * @param owner under which it is registered
   */
  public Voice(
      DevUrn gateway,
      SigningKey key,
      String owner,
      DeviceRegistry registry,
      Database database,
      Tables tables,
      Intake intake,
      InstantSource clock) {
    this.name = nameOf(gateway);
    this.key = key;
    this.owner = owner;
    this.registry = registry;
    this.database = database;
    this.tables = tables;
    this.intake = intake;
    this.clock = clock;
  }

  /** The name under which the gateway of this name speaks itself. */
  public static DevUrn nameOf(DevUrn gateway) {
    return new DevUrn(gateway.text() + COMPONENT);
  }

  public DevUrn name() {
    return name;
  }

  /** Has it begin behind what it signed before and what may not be stored yet. */
  synchronized void beginBehind(Position last) {
    boot = Math.max(boot, last.boot());
  }

  /**
   * Signs its next statement; that is in no store before {@link #file}.
   *
   * @param about the subject
   * @param payload of content type {@code type}
   */
  public Future<Sign1> sign(Subject about, ContentType type, Bytes payload) {
    // On the writer's thread: only that knows the numbers of the newest statements.
    return database.write(this::highest).map(last -> signBehind(last, about, type, payload));
  }

  private Optional<EventLog.Highest> highest(Transaction transaction) {
    return tables
        .devices()
        .named(transaction, name)
        .map(Device::id)
        .flatMap(id -> tables.events().highest(transaction, id));
  }

  private synchronized Sign1 signBehind(
      Optional<EventLog.Highest> last, Subject about, ContentType type, Bytes payload) {
    if (!hasBegun) {
      boot = Math.max(boot, last.map(EventLog.Highest::boot).orElse(0L)) + 1;
      hasBegun = true;
    }
    Position position = new Position(boot, seq, previous, OptionalLong.empty());
    Claims claims =
        new Claims(
            name, about, OptionalLong.of(clock.instant().getEpochSecond()), Optional.of(position));
    Sign1 said = Sign1.sign(key, type, claims, payload);
    seq++;
    previous = Optional.of(said.id().bytes().slice(0, Position.PREVIOUS_SIZE));
    return said;
  }

  /**
   * Files a statement of this voice as any device's, again if need be: one that is stored already
   * is a duplicate. Fails with {@link IllegalStateException} and a sentence, where the voice cannot
   * be registered.
   */
  public Future<Outcome> file(Bytes said) {
    return registry
        .add(name, key.verifyingKey(), owner, KINDS, clock.instant())
        .compose(
            addition ->
                isHeard(addition.result())
                    ? intake.take(new Arrival(said, TRANSPORT, name.text(), Optional.empty()))
                    : Future.failedFuture(
                        new IllegalStateException(
                            name
                                + " is here with another key, or revoked: what this gateway says"
                                + " itself cannot be filed (keys/voice.key)")));
  }

  private static boolean isHeard(Addition.Result result) {
    return switch (result) {
      case ADDED, SAME, ASKED_AGAIN -> true;
      case OTHER, REVOKED, CLAIMED, KEY_IN_USE -> false;
    };
  }
}
