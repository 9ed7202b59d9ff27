package org.baymark.gateway.alarm;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.gateway.store.AlarmTable;
import org.baymark.gateway.store.Transaction;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Claims;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.statement.LogisticsEvent;

/**
 * Signs what the gateway itself has to say, under a name and a key for that alone: the log takes no
 * key for batches that may say anything else (PROTOCOL.md, section 10). It keeps its numbers as
 * section 15.1 wants: another boot with each start, written in the transaction that uses it, and
 * each statement names the one before. Belongs to the writer's thread.
 */
public final class Voice {
  /** RFC 9039, section 4.3: a part of the device whose name stands before it. */
  private static final String PART = "_alarms";

  private final DevUrn name;
  private final SigningKey key;
  private final AlarmTable table;
  private OptionalLong boot = OptionalLong.empty();

  public Voice(DevUrn gateway, SigningKey key, AlarmTable table) {
    this.name = nameOf(gateway);
    this.key = key;
    this.table = table;
  }

  /**
   * The name that a gateway's alerts are signed under.
   *
   * @throws IllegalArgumentException if the gateway's own name leaves no room for it
   */
  public static DevUrn nameOf(DevUrn gateway) {
    return new DevUrn(gateway.text() + PART);
  }

  Sign1 say(Transaction transaction, Subject subject, LogisticsEvent event, Instant now) {
    AlarmTable.Voice last =
        table.voice(transaction).orElse(new AlarmTable.Voice(0, 0, Optional.empty()));
    // What a lost commit took back is not there, and its number is free: nobody has seen it.
    boolean goesOn = boot.isPresent() && boot.getAsLong() == last.boot();
    Position position =
        new Position(
            goesOn ? last.boot() : last.boot() + 1,
            goesOn ? last.seq() : 0,
            last.previous(),
            OptionalLong.empty());
    Claims claims =
        new Claims(name, subject, OptionalLong.of(now.getEpochSecond()), Optional.of(position));
    Sign1 said = Sign1.sign(key, ContentType.EVENT, claims, event.encoded());
    boot = OptionalLong.of(position.boot());
    Bytes previous = said.id().bytes().slice(0, Position.PREVIOUS_SIZE);
    table.keepVoice(
        transaction,
        new AlarmTable.Voice(position.boot(), position.seq() + 1, Optional.of(previous)));
    return said;
  }
}
