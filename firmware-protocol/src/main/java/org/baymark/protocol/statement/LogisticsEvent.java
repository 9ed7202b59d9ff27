package org.baymark.protocol.statement;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborFields;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;

/**
 * Something that happened to the subject of the statement: a kind, and the fields that {@link
 * EventTable} has for it.
 */
public final class LogisticsEvent implements Content {
  private static final int KIND = 1;
  private static final int KIND_SIZE_MAX = 32;

  private final Kind kind;

  /** Values of the type of their field: {@link #with} and {@link #read} see to that. */
  private final Map<EventField<?>, Object> values;

  private LogisticsEvent(Kind kind, Map<EventField<?>, Object> values) {
    this.kind = kind;
    this.values = Map.copyOf(values);
  }

  private static <T> LogisticsEvent of(
      Kind kind, Optional<Subject> place, EventField<T> field, T value) {
    return new LogisticsEvent(kind, Map.of()).with(field, value).with(EventField.PLACE, place);
  }

  public static LogisticsEvent scan(Optional<Subject> place, Bytes raw) {
    return of(Kind.SCAN, place, EventField.RAW, raw);
  }

  public static LogisticsEvent load(Optional<Subject> place, Subject carrier) {
    return of(Kind.LOAD, place, EventField.CARRIER, carrier);
  }

  public static LogisticsEvent unload(Optional<Subject> place, Subject carrier) {
    return of(Kind.UNLOAD, place, EventField.CARRIER, carrier);
  }

  public static LogisticsEvent attach(Optional<Subject> place, List<Sensor> sensors) {
    return of(Kind.ATTACH, place, EventField.SENSORS, List.copyOf(sensors));
  }

  public static LogisticsEvent detach(Optional<Subject> place, List<Sensor> sensors) {
    return of(Kind.DETACH, place, EventField.SENSORS, List.copyOf(sensors));
  }

  public static LogisticsEvent seal(Optional<Subject> place, String number) {
    return of(Kind.SEAL, place, EventField.SEAL_NUMBER, number);
  }

  public static LogisticsEvent unseal(Optional<Subject> place, String number) {
    return of(Kind.UNSEAL, place, EventField.SEAL_NUMBER, number);
  }

  /** The giver's side of a handover. */
  public static LogisticsEvent give(Optional<Subject> place, Optional<Subject> taker) {
    return new LogisticsEvent(Kind.HANDOVER, Map.of())
        .with(EventField.PLACE, place)
        .with(EventField.PARTY, taker);
  }

  /** The taker's side of a handover; {@code given} is the id of the giver's statement. */
  public static LogisticsEvent take(
      Optional<Subject> place, Optional<Subject> giver, Digest given) {
    return of(Kind.HANDOVER, place, EventField.GIVEN, given).with(EventField.PARTY, giver);
  }

  public static LogisticsEvent alert(Optional<Subject> place, String code) {
    return of(Kind.ALERT, place, EventField.ALERT_CODE, code);
  }

  /** Takes back the device's own statement with the id {@code retracted}. */
  public static LogisticsEvent retract(Digest retracted) {
    return of(Kind.RETRACT, Optional.empty(), EventField.RETRACTED, retracted);
  }

  public static LogisticsEvent close(Closing closed) {
    return of(Kind.CLOSE, Optional.empty(), EventField.CLOSED, closed);
  }

  /** About the device itself. */
  public static LogisticsEvent hello(Firmware firmware) {
    return of(Kind.HELLO, Optional.empty(), EventField.FIRMWARE, firmware);
  }

  /** This event with a field more, or with another value in it. */
  public <T> LogisticsEvent with(EventField<T> field, T value) {
    field.demand(value);
    EventTable.fault(kind, field, true)
        .ifPresent(
            fault -> {
              throw new IllegalArgumentException(fault);
            });
    Map<EventField<?>, Object> more = new HashMap<>(values);
    more.put(field, value);
    return new LogisticsEvent(kind, more);
  }

  private <T> LogisticsEvent with(EventField<T> field, Optional<T> value) {
    return value.map(it -> with(field, it)).orElse(this);
  }

  /** The event in the payload of {@code signed}; its subject has a say in what may stand there. */
  static LogisticsEvent read(Sign1 signed) throws RefusalException {
    CborReader in = CborReader.open(signed.payload());
    CborFields fields = in.fields();
    fields.required(KIND);
    Kind kind = kind(in);
    Map<EventField<?>, Object> values = new HashMap<>();
    for (EventField<?> field : EventField.ALL) {
      int start = in.offset();
      boolean isThere = fields.optional(field.label());
      Optional<String> fault = EventTable.fault(kind, field, isThere);
      if (fault.isPresent()) {
        throw new RefusalException(Refusal.BAD_EVENT, start, fault.get());
      }
      if (isThere) {
        values.put(field, field.read(in));
      }
    }
    fields.end();
    LogisticsEvent event = new LogisticsEvent(kind, values);
    event.fit(signed);
    return event;
  }

  private static Kind kind(CborReader in) throws RefusalException {
    int start = in.offset();
    String name = in.text(KIND_SIZE_MAX);
    return Kind.ofWireName(name)
        .filter(EventTable.kinds()::contains)
        .orElseThrow(
            () -> new RefusalException(Refusal.BAD_EVENT, start, "no event of kind " + name));
  }

  private void fit(Sign1 signed) throws RefusalException {
    if (kind == Kind.HELLO && !signed.subject().equals(Subject.of(signed.issuer()))) {
      throw new RefusalException(Refusal.BAD_SUBJECT, "a hello is about its own sender");
    }
    if (carrier().map(signed.subject()::equals).orElse(false)) {
      throw new RefusalException(Refusal.BAD_EVENT, "nothing is its own carrier");
    }
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @SuppressWarnings("unchecked") // what stands under a field was checked by that field
  public <T> Optional<T> get(EventField<T> field) {
    return Optional.ofNullable((T) values.get(field));
  }

  public Optional<Subject> carrier() {
    return get(EventField.CARRIER);
  }

  /** None where the field is absent. */
  public List<Sensor> sensors() {
    return get(EventField.SENSORS).orElse(List.of());
  }

  /** The payload of our own devices: a measured number stands in its shortest form. */
  public Bytes encoded() {
    CborWriter out = new CborWriter().map(1 + values.size()).integer(KIND).text(kind.wireName());
    for (EventField<?> field : EventField.ALL) {
      get(field).ifPresent(value -> field.write(out, value));
    }
    return out.toBytes();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LogisticsEvent that && kind == that.kind && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return 31 * kind.hashCode() + values.hashCode();
  }

  @Override
  public String toString() {
    return kind.wireName() + " " + values;
  }
}
