package org.baymark.sim.replay;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.baymark.protocol.statement.Reading;

/** Understands rows: text becomes a moment and exact numbers, or the row is malformed. */
final class RowReader {
  /** How recordings write that there is no value. */
  private static final Set<String> MISSING =
      Set.of("", "nan", "na", "n/a", "null", "none", "nil", "-");

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,3})?");

  /** Digits behind the point that a decimal fraction of ours can have. */
  private static final int SCALE_MAX = 18;

  private static final int SHOWN_MAX = 40;

  private final Columns columns;
  private final TimeFormat time;

  RowReader(Columns columns, TimeFormat time) {
    this.columns = columns;
    this.time = time;
  }

  Row read(CsvRow row) throws MalformedRow {
    if (row.fault().isPresent()) {
      throw new MalformedRow(row.fault().get());
    }
    List<String> fields = row.fields();
    if (fields.size() != columns.width()) {
      throw new MalformedRow(fields.size() + " fields where " + columns.width() + " belong");
    }
    TimeFormat.Moment moment = moment(fields.get(columns.time()));
    String group = columns.group().map(fields::get).map(String::strip).orElse("");
    if (columns.group().isPresent() && group.isEmpty()) {
      throw new MalformedRow("nothing in the group column");
    }
    List<Optional<BigDecimal>> values = new ArrayList<>();
    for (int column : columns.values()) {
      values.add(value(fields.get(column).strip()));
    }
    return new Row(row.line(), group, moment, List.copyOf(values));
  }

  private TimeFormat.Moment moment(String text) throws MalformedRow {
    TimeFormat.Moment moment;
    try {
      moment = time.parse(text);
    } catch (DateTimeException e) {
      throw new MalformedRow("'" + shown(text) + "' is not a time of the given format");
    }
    if (moment.instant().getEpochSecond() < Reading.ABSOLUTE_FROM.longValueExact()) {
      // RFC 8428, section 4.5.3: a smaller number counts from the moment of sending.
      throw new MalformedRow("'" + shown(text) + "' is before July 1978, where SenML has no dates");
    }
    return moment;
  }

  /** An exact number, nothing where the recording has nothing. Never rounds. */
  private static Optional<BigDecimal> value(String text) throws MalformedRow {
    if (MISSING.contains(text.toLowerCase(Locale.ROOT))) {
      return Optional.empty();
    }
    if (!NUMBER.matcher(text).matches()) {
      throw new MalformedRow("'" + shown(text) + "' is not a number");
    }
    BigDecimal value = new BigDecimal(text).stripTrailingZeros();
    boolean fits =
        value.scale() > 0
            ? value.scale() <= SCALE_MAX && value.unscaledValue().bitLength() < Long.SIZE
            : value.precision() - value.scale() <= 19
                && value.toBigInteger().bitLength() < Long.SIZE;
    if (!fits) {
      throw new MalformedRow("'" + shown(text) + "' has more digits than can be held exactly");
    }
    return Optional.of(value);
  }

  /** A field as it may be shown to a person: short, and without control characters. */
  private static String shown(String text) {
    String cut = text.length() > SHOWN_MAX ? text.substring(0, SHOWN_MAX) + "..." : text;
    return cut.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
  }
}
