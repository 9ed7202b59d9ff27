package org.baymark.gateway.alarm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.gateway.store.BindingTable;
import org.baymark.gateway.store.BindingTable.Binding;
import org.baymark.gateway.store.Statements;
import org.baymark.gateway.store.Transaction;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.passport.Run;
import org.baymark.protocol.statement.EventField;
import org.baymark.protocol.statement.Kind;
import org.baymark.protocol.statement.LogisticsEvent;
import org.baymark.protocol.statement.Sensor.Place;
import org.baymark.protocol.statement.Unverified;

/**
 * Who is attached where, by what scanners said of a shipment: the very runs that a verifier will
 * find in its passport (PROTOCOL.md, section 14.9), made by the same code. Nothing is edited: a
 * later statement makes other runs.
 */
final class Bindings {
  /** The newest so many of a shipment's statements are looked at. */
  private static final int SAID_MAX = 1_000;

  private final BindingTable table = new BindingTable();
  private final Statements statements;

  Bindings(Statements statements) {
    this.statements = statements;
  }

  private record Said(long row, Unverified statement, LogisticsEvent event) {}

  static boolean matters(LogisticsEvent event) {
    return switch (event.kind()) {
      case ATTACH, DETACH, HANDOVER, RETRACT, HELLO -> true;
      default -> false;
    };
  }

  /** Takes a statement about a shipment into account; answers how it is then. */
  List<Binding> said(Transaction transaction, String shipment, long row) {
    List<Long> rows = table.said(transaction, shipment, row, SAID_MAX);
    Optional<List<Bytes>> bytes = statements.bytes(transaction, rows);
    if (bytes.isEmpty()) { // some lie in a file that was carried away: what was known stays
      return table.ofShipment(transaction, shipment);
    }
    List<Said> said = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      // One that does not parse is passed over; whoever reads its row says so.
      Optional<Unverified> one = Unverified.parse(bytes.get().get(i)).toOptional();
      if (one.isPresent() && one.get().content() instanceof LogisticsEvent event) {
        said.add(new Said(rows.get(i), one.get(), event));
      }
    }
    List<Binding> bindings = new ArrayList<>();
    for (Run run : Run.of(said.stream().map(Said::statement).toList())) {
      begun(said, run).ifPresent(begun -> bindings.add(binding(transaction, said, run, begun)));
    }
    table.replace(transaction, shipment, bindings);
    return bindings;
  }

  private Binding binding(Transaction transaction, List<Said> said, Run run, Said begun) {
    Digest id = begun.statement().signed().id();
    return new Binding(
        begun.statement().signed().subject().text(),
        run.sensor().text(),
        run.after(),
        run.until(),
        begun.row(),
        begun.statement().signed().issuer().text(),
        id,
        table.received(transaction, begun.row()),
        said.stream()
            .filter(it -> it.event().kind() == Kind.RETRACT)
            .filter(it -> it.event().get(EventField.RETRACTED).equals(Optional.of(id)))
            .filter(it -> isOfOne(it, begun))
            .map(it -> it.statement().signed().id())
            .findFirst());
  }

  private static boolean isOfOne(Said one, Said other) {
    return one.statement().signed().issuer().equals(other.statement().signed().issuer());
  }

  /** The statement that a run begins with: an attach, or a handover that cuts. */
  private static Optional<Said> begun(List<Said> said, Run run) {
    Optional<Said> attach = naming(said, run, Kind.ATTACH);
    return attach.isPresent() ? attach : naming(said, run, Kind.HANDOVER);
  }

  private static Optional<Said> naming(List<Said> said, Run run, Kind kind) {
    return said.stream()
        .filter(it -> it.event().kind() == kind)
        .filter(
            it ->
                it.event().sensors().stream()
                    .anyMatch(
                        sensor ->
                            sensor.name().equals(run.sensor())
                                && sensor.last().equals(run.after())))
        .findFirst();
  }

  /** The shipments that what a device said there belongs to. */
  List<Binding> holding(Transaction transaction, String device, Place place, long row) {
    return table.ofDevice(transaction, device).stream()
        .filter(binding -> binding.holds(place, row))
        .toList();
  }
}
