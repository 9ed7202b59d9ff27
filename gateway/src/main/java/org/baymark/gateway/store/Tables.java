package org.baymark.gateway.store;

import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.SigningKey;

/**
 * All that speaks of rows: one of each for a program, whatever database a transaction is of.
 *
 * @param events what was admitted; its cache belongs to the writer of one database
 */
public record Tables(
    EventLog events,
    RecordLog records,
    Statements statements,
    Quarantine quarantine,
    DeviceTable devices,
    ClaimTable claims,
    BatchLog batches,
    Promises promises,
    HeadLog heads,
    Outbox outbox) {

  /**
   * @param gateway whose queue to the alliance it is
   * @param key what its requests are signed with
   */
  public static Tables of(DevUrn gateway, SigningKey key, Quarantine quarantine) {
    Outbox outbox = new Outbox(gateway, key);
    return new Tables(
        new EventLog(),
        new RecordLog(),
        new Statements(),
        quarantine,
        new DeviceTable(),
        new ClaimTable(),
        new BatchLog(outbox),
        new Promises(),
        new HeadLog(),
        outbox);
  }
}
