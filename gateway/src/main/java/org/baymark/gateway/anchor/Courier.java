package org.baymark.gateway.anchor;

import io.vertx.core.Future;
import java.util.Set;
import java.util.function.Consumer;
import org.baymark.gateway.store.BatchLog;
import org.baymark.gateway.store.BatchLog.Parcel;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.DeviceTable;
import org.baymark.gateway.store.Outbox;
import org.baymark.gateway.store.Outbox.Item;
import org.baymark.gateway.store.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one thing of the queue to the alliance, and notes what became of it. */
public final class Courier {
  private static final Logger log = LoggerFactory.getLogger(Courier.class);

  /** Refused only until an operator has admitted the gateway. */
  private static final Set<String> NOT_YET = Set.of("unknown-gateway", "not-founded");

  private final Database database;
  private final Outbox outbox;
  private final BatchLog batches;
  private final DeviceTable devices;
  private final AllianceClient alliance;

  public Courier(
      Database database,
      Outbox outbox,
      BatchLog batches,
      DeviceTable devices,
      AllianceClient alliance) {
    this.database = database;
    this.outbox = outbox;
    this.batches = batches;
    this.devices = devices;
    this.alliance = alliance;
  }

  Future<Outcome> send(Item item) {
    return item.match(this::sendBatch, this::sendRequest);
  }

  private Future<Outcome> sendRequest(Item.OfRequest request) {
    return alliance
        .submitRequest(request.signed())
        .compose(
            answer ->
                answer.match(
                    receipt -> taken(request, receipt),
                    refused -> isFinal(refused) ? dropped(request, refused.text()) : later(refused),
                    silent -> Future.succeededFuture(Outcome.later(silent))));
  }

  private Future<Outcome> taken(Item.OfRequest request, Receipt receipt) {
    return note(transaction -> outbox.taken(transaction, request.place(), receipt.logIndex()));
  }

  /** The device is not what the alliance would have; the others behind it in the queue may be. */
  private Future<Outcome> dropped(Item.OfRequest request, String why) {
    log.atWarn()
        .addKeyValue("name", request.name())
        .addKeyValue("why", why)
        .log("the alliance refuses a request");
    return note(
        transaction -> {
          outbox.refused(transaction, request.place(), why);
          if (request.registers()) {
            devices.refused(transaction, request.name());
          }
        });
  }

  private Future<Outcome> sendBatch(Item.OfBatch item) {
    return database
        .read(transaction -> batches.parcel(transaction, item.number()))
        .compose(
            parcel ->
                alliance
                    .submitBatch(parcel.header(), parcel.entries())
                    .compose(
                        answer ->
                            answer.match(
                                receipt -> taken(item, parcel, receipt),
                                refused ->
                                    isFinal(refused) ? broken(item, refused) : later(refused),
                                silent -> Future.succeededFuture(Outcome.later(silent)))));
  }

  private Future<Outcome> taken(Item.OfBatch item, Parcel parcel, Receipt receipt) {
    if (!receipt.entryId().equals(parcel.headerId())) {
      String why = "its receipt for batch " + item.number() + " names another entry";
      return Future.succeededFuture(Outcome.later(why));
    }
    return note(transaction -> outbox.taken(transaction, item.place(), receipt.logIndex()))
        .onSuccess(
            done ->
                log.atInfo()
                    .addKeyValue("batch", item.number())
                    .addKeyValue("logIndex", receipt.logIndex())
                    .log("batch in the log"));
  }

  private static Future<Outcome> broken(Item.OfBatch item, Answer.Refused<?> refused) {
    String why =
        "the alliance refuses batch "
            + item.number()
            + " ("
            + refused.text()
            + "): it and all"
            + " after it stay in the store until an operator has settled this with the alliance";
    return Future.succeededFuture(new Outcome.Broken(why));
  }

  private static Future<Outcome> later(Answer.Refused<?> refused) {
    String hint =
        NOT_YET.contains(refused.title())
            ? " (an operator of the alliance has to admit gateway.card)"
            : "";
    return Future.succeededFuture(Outcome.later(refused.text() + hint));
  }

  /** Whether the same bytes would be refused again whenever they come. */
  private static boolean isFinal(Answer.Refused<?> refused) {
    return switch (refused.status()) {
      case 400, 413 -> true;
      case 409 -> !NOT_YET.contains(refused.title());
      default -> false;
    };
  }

  private Future<Outcome> note(Consumer<Transaction> write) {
    return database.write(
        transaction -> {
          write.accept(transaction);
          return new Outcome.Done();
        });
  }
}
