package org.baymark.gateway.admission;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.baymark.gateway.registry.DeviceRegistry;
import org.baymark.gateway.runtime.Tasks;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.Device;
import org.baymark.gateway.store.EventLog;
import org.baymark.gateway.store.HiddenContents;
import org.baymark.gateway.store.Statements;
import org.baymark.gateway.store.Transaction;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.statement.Reveal;
import org.baymark.protocol.statement.Unverified;

/**
 * What hidden statements hide, from the door on. What is refused here goes into no quarantine: it
 * may be what nobody should keep.
 */
public final class Reveals implements AutoCloseable {
  private static final int WAITING_MAX = 256;

  private final DeviceRegistry registry;
  private final Database database;
  private final EventLog events;
  private final Statements statements;
  private final HiddenContents contents;
  private final Tasks tasks = new Tasks("hidden", WAITING_MAX);

  public Reveals(
      DeviceRegistry registry,
      Database database,
      EventLog events,
      Statements statements,
      HiddenContents contents) {
    this.registry = registry;
    this.database = database;
    this.events = events;
    this.statements = statements;
    this.contents = contents;
  }

  /** Takes one; never fails. */
  Future<Outcome> take(Arrival arrival, DeviceRates rates) {
    return Reveal.parse(arrival.bytes())
        .match(
            reveal -> take(reveal, arrival.topic(), rates),
            wrong -> refused(wrong.refusal(), wrong.text()))
        .recover(why -> Future.succeededFuture(new Outcome.Busy("it cannot be stored now")));
  }

  private Future<Outcome> take(Reveal reveal, Optional<String> topic, DeviceRates rates) {
    List<Device> makers =
        registry.everWithKid(reveal.kid()).stream().filter(device -> !device.isRefused()).toList();
    if (makers.isEmpty()) {
      return refused(Refusal.UNKNOWN_DEVICE, "no device has a key with kid " + reveal.kid());
    }
    List<Device> here =
        makers.stream()
            .filter(it -> topic.stream().allMatch(Arrival.topicOf(it.name())::equals))
            .toList();
    if (here.isEmpty()) {
      return refused(Refusal.WRONG_TOPIC, "its topic is " + Arrival.topicOf(makers.get(0).name()));
    }
    if (!here.stream().allMatch(maker -> rates.take(maker.name(), System.nanoTime()))) {
      return Future.succeededFuture(
          new Outcome.Busy("more reveals of one device than it may send"));
    }
    // Only the writer's thread knows the numbers of the newest statements. All that costs more than
    // that is done elsewhere, for anybody may send reveals, and commits wait for the writer.
    return database
        .write(transaction -> rows(transaction, here, reveal))
        .compose(rows -> database.read(transaction -> statement(transaction, rows, reveal)))
        .compose(
            found ->
                found
                    .map(
                        said ->
                            tasks
                                .call(
                                    () ->
                                        contents.put(
                                            said.id(), said.subject().text(), reveal.encoded()))
                                .map(Reveals::of))
                    .orElseGet(
                        () ->
                            refused(
                                Refusal.WRONG_STATE,
                                "no statement with position "
                                    + reveal.boot()
                                    + "/"
                                    + reveal.seq()
                                    + " that hides this is stored")));
  }

  private static Outcome of(HiddenContents.Put put) {
    return switch (put) {
      case STORED -> new Outcome.Accepted(false, false);
      case DUPLICATE -> new Outcome.Duplicate();
      case ERASED -> new Outcome.Refused(Refusal.WRONG_STATE, "it was erased, and stays so");
    };
  }

  private static Future<Outcome> refused(Refusal refusal, String detail) {
    return Future.succeededFuture(new Outcome.Refused(refusal, detail));
  }

  private List<Long> rows(Transaction transaction, List<Device> makers, Reveal reveal) {
    return makers.stream()
        .flatMap(
            maker -> events.numbered(transaction, maker.id(), reveal.boot(), reveal.seq()).stream())
        .map(EventLog.Kept::row)
        .toList();
  }

  /** The stored statement that hides this. */
  private Optional<Sign1> statement(Transaction transaction, List<Long> rows, Reveal reveal) {
    return rows.stream()
        .flatMap(row -> said(transaction, row).stream())
        .filter(reveal::isOf)
        .map(Unverified::signed)
        .findFirst();
  }

  private Optional<Unverified> said(Transaction transaction, long row) {
    return statements
        .bytes(transaction, List.of(row))
        .flatMap(bytes -> Unverified.parse(bytes.get(0)).toOptional());
  }

  /**
   * What is known of what a statement hides.
   *
   * @param reveal salt and content, as they came
   * @param erasure what was signed in their place
   */
  public record Known(Optional<Bytes> reveal, Optional<Bytes> erasure) {}

  public Future<Known> known(Digest id) {
    return tasks.call(() -> new Known(contents.reveal(id), contents.erasure(id)));
  }

  @Override
  public void close() {
    tasks.close();
  }
}
