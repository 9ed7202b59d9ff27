package org.baymark.gateway.registry;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.baymark.gateway.store.Device;
import org.baymark.gateway.store.Transaction;
import org.baymark.gateway.store.VoiceTable;
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
 * Signs what the gateway itself says, alerts and erasures, under a name and a key of their own,
 * which are registered as a device's are: the key that seals batches may say nothing else
 * (PROTOCOL.md, sections 6.4 and 10). Its numbers are as section 15.1 wants them: another boot with
 * each start, and each statement names the one before.
 */
public final class Voice {
  private static final Set<Kind> KINDS = EnumSet.of(Kind.ALERT, Kind.ERASE);

  /** RFC 9039, section 4.3: a part of the device whose name stands before it. */
  private static final String PART = "_voice";

  private final DevUrn gateway;
  private final SigningKey key;
  private final String owner;
  private final DeviceRegistry registry;
  private final VoiceTable table = new VoiceTable();

  /** Of this run, once something was said; the writer's thread has it. */
  private OptionalLong boot = OptionalLong.empty();

  /**
   * @param gateway whose voice it is
   * @param key its own, and not the gateway's
   * @param owner under which it is registered
   */
  public Voice(DevUrn gateway, SigningKey key, String owner, DeviceRegistry registry) {
    this.gateway = gateway;
    this.key = key;
    this.owner = owner;
    this.registry = registry;
  }

  /**
   * The name under which a gateway speaks itself.
   *
   * @throws IllegalArgumentException if the gateway's own name leaves no room for it
   */
  public static DevUrn nameOf(DevUrn gateway) {
    try {
      return new DevUrn(gateway.text() + PART);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the name "
              + gateway
              + " is too long to have "
              + PART
              + " behind it, and so this gateway"
              + " can say nothing itself",
          e);
    }
  }

  /**
   * Has it registered, if it is not. Fails with {@link IllegalStateException} and a sentence where
   * nobody would hear it.
   */
  public Future<Void> register(Instant now) {
    DevUrn name;
    try {
      name = nameOf(gateway);
    } catch (IllegalArgumentException e) {
      return Future.failedFuture(new IllegalStateException(e.getMessage()));
    }
    // As it was registered first: the setting may name another owner since.
    String registered = registry.find(name).map(Device::owner).orElse(owner);
    return registry
        .add(name, key.verifyingKey(), registered, KINDS, now)
        .compose(
            addition ->
                switch (addition.result()) {
                  case ADDED, SAME, ASKED_AGAIN -> Future.succeededFuture();
                  case OTHER, REVOKED, CLAIMED, KEY_IN_USE ->
                      Future.failedFuture(
                          new IllegalStateException(
                              name
                                  + " is a device already with another key or other kinds, or is"
                                  + " revoked: what this gateway says itself cannot be filed"
                                  + " (keys/voice.key)"));
                });
  }

  /**
   * Signs the next statement; its number is used up with {@code transaction}, which has to be
   * committed before anybody sees it.
   *
   * @param payload of content type {@code type}
   * @throws IllegalArgumentException as {@link #nameOf}
   */
  public Sign1 say(
      Transaction transaction, Subject about, ContentType type, Bytes payload, Instant now) {
    VoiceTable.Standing last = table.read(transaction);
    // What a lost commit took back is not there, and its number is free: nobody has seen it.
    boolean goesOn = boot.isPresent() && boot.getAsLong() == last.boot();
    Position position =
        new Position(
            goesOn ? last.boot() : last.boot() + 1,
            goesOn ? last.seq() : 0,
            last.previous(),
            OptionalLong.empty());
    Claims claims =
        new Claims(
            nameOf(gateway), about, OptionalLong.of(now.getEpochSecond()), Optional.of(position));
    Sign1 said = Sign1.sign(key, type, claims, payload);
    boot = OptionalLong.of(position.boot());
    Bytes previous = said.id().bytes().slice(0, Position.PREVIOUS_SIZE);
    table.keep(
        transaction,
        new VoiceTable.Standing(position.boot(), position.seq() + 1, Optional.of(previous)));
    return said;
  }
}
