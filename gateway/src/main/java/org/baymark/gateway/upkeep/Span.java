package org.baymark.gateway.upkeep;

import java.time.Duration;
import java.util.Optional;
import org.baymark.gateway.store.StoredRows.StatementRow;
import org.baymark.protocol.batch.BatchHeader;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Sign1;

/**
 * The times between which a batch's statements were received, by its signed header.
 *
 * @param from ms since 1970
 * @param to ms since 1970
 */
record Span(long from, long to) {
  /** Messages that come at once overtake each other on their way to the first row. */
  private static final long MARGIN_MILLIS = Duration.ofMinutes(1).toMillis();

  /** Empty where the header cannot be read. */
  static Optional<Span> of(Bytes header) {
    return Sign1.parse(header, Integer.MAX_VALUE)
        .toOptional()
        .flatMap(signed -> BatchHeader.parse(signed).toOptional())
        .map(it -> new Span(it.openedMillis(), it.sealedMillis()));
  }

  boolean holds(StatementRow row) {
    return row.received() >= from - MARGIN_MILLIS && row.received() <= to + MARGIN_MILLIS;
  }
}
