package org.baymark.gateway.anchor;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.baymark.gateway.store.BatchLog;
import org.baymark.gateway.store.BatchLog.Parcel;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.DeviceTable;
import org.baymark.gateway.store.Outbox;
import org.baymark.gateway.store.Outbox.Item;
import org.baymark.gateway.store.Transaction;
import org.baymark.protocol.log.LogReceipt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one thing of the queue to the alliance, and notes what became of it. */
public final class Courier {
  private static final Logger log = LoggerFactory.getLogger(Courier.class);

  /** Refused only until an operator has admitted the gateway. */
  private static final Set<String> NOT_YET = Set.of("unknown-gateway", "not-founded");

  /** Refused by a member that did not register this gateway. */
  private static final String FOREIGN = "foreign-gateway";

  /** Refused since the key that it ends was never registered. */
  private static final String NOT_THERE = "unknown-key";

  private final Database database;
  private final Outbox outbox;
  private final BatchLog batches;
  private final DeviceTable devices;
  private final Roster members;
  private final Resending resending;

  public Courier(
      Database database,
      Outbox outbox,
      BatchLog batches,
      DeviceTable devices,
      Roster members,
      Resending resending) {
    this.database = database;
    this.outbox = outbox;
    this.batches = batches;
    this.devices = devices;
    this.members = members;
    this.resending = resending;
  }

  Future<Outcome> send(Item item) {
    return item.match(this::sendBatch, this::sendRequest);
  }

  /**
   * Only the member that registered this gateway signs for its devices. Where nobody says which one
   * that is, all are asked: the others know that they are not.
   */
  private Future<Outcome> sendRequest(Item.OfRequest request) {
    List<Answer.Refused<LogReceipt>> refusals = new ArrayList<>();
    List<Roster.Seat> registrars = members.registrars();
    return members
        .<LogReceipt>ask(
            registrars,
            registrars.size(),
            seat ->
                seat.client()
                    .submitRequest(request.signed())
                    .onSuccess(answer -> noteRefusal(answer, refusals)))
        .compose(
            answer ->
                answer.match(
                    receipt -> taken(request, receipt),
                    refused -> refused(request, refusals),
                    silent -> Future.succeededFuture(Outcome.later(silent))));
  }

  private static void noteRefusal(
      Answer<LogReceipt> answer, List<Answer.Refused<LogReceipt>> refusals) {
    if (answer instanceof Answer.Refused<LogReceipt> no) {
      refusals.add(no);
    }
  }

  private Future<Outcome> refused(
      Item.OfRequest request, List<Answer.Refused<LogReceipt>> refusals) {
    Answer.Refused<LogReceipt> first = refusals.get(0);
    Answer.Refused<LogReceipt> own =
        refusals.stream().filter(no -> !no.title().equals(FOREIGN)).findFirst().orElse(first);
    if (!request.registers() && own.title().equals(NOT_THERE)) {
      return registerAgain(request, own);
    }
    return isFinal(own) ? dropped(request, own.text()) : later(own);
  }

  /** A new epoch may have begun without the registration that a member gave a receipt for. */
  private Future<Outcome> registerAgain(
      Item.OfRequest revocation, Answer.Refused<LogReceipt> refused) {
    return database
        .write(transaction -> outbox.registerAgain(transaction, revocation))
        .compose(isSent -> isSent ? later(refused) : dropped(revocation, refused.text()));
  }

  private Future<Outcome> taken(Item.OfRequest request, LogReceipt receipt) {
    return note(
        transaction -> {
          outbox.taken(transaction, request.place(), receipt.index());
          devices.changed(transaction, request.name()); // a new key is in force now
        });
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
            devices.changed(transaction, request.name());
          }
        });
  }

  /** Any member takes a batch: that it has to be the next one keeps the order. */
  private Future<Outcome> sendBatch(Item.OfBatch item) {
    List<Answer.Refused<LogReceipt>> refusals = new ArrayList<>();
    return database
        .read(transaction -> batches.parcel(transaction, item.number()))
        .compose(
            parcel ->
                members
                    .<LogReceipt>ask(
                        resending.isInDoubt() ? members.another() : members.inTurn(),
                        // Once a receipt was for nothing, one honest member has to give one.
                        resending.isInDoubt() ? members.enough() : 1,
                        members.enough(),
                        seat ->
                            seat.client()
                                .submitBatch(parcel.header(), parcel.entries())
                                .map(answer -> judged(item, parcel, answer))
                                .onSuccess(answer -> noteRefusal(answer, refusals)))
                    .compose(
                        answer ->
                            answer.match(
                                receipt -> taken(item, receipt),
                                refused -> refused(item, refusals),
                                silent -> Future.succeededFuture(Outcome.later(silent)))));
  }

  /** What says nothing against the batch itself is no refusal of it. */
  private static Answer<LogReceipt> judged(
      Item.OfBatch item, Parcel parcel, Answer<LogReceipt> answer) {
    return answer.match(
        receipt ->
            receipt.entryId().equals(parcel.headerId())
                ? answer
                : new Answer.Silent<>(
                    "its receipt for batch " + item.number() + " names another entry",
                    Optional.empty()),
        refused ->
            isFinal(refused) ? answer : new Answer.Silent<>(hinted(refused), Optional.empty()),
        silent -> answer);
  }

  private Future<Outcome> taken(Item.OfBatch item, LogReceipt receipt) {
    return note(transaction -> {
          outbox.taken(transaction, item.place(), receipt.index());
          resending.taken(item.number());
        })
        .onSuccess(
            done ->
                log.atInfo()
                    .addKeyValue("batch", item.number())
                    .addKeyValue("logIndex", receipt.index())
                    .log("batch in the log"));
  }

  /** Of those who refuse one at least is honest, and it need not be the first. */
  private Future<Outcome> refused(Item.OfBatch item, List<Answer.Refused<LogReceipt>> refusals) {
    Optional<Answer.Refused<LogReceipt>> step =
        refusals.stream().filter(Resending::isSaidBy).findFirst();
    if (step.isEmpty()) {
      return Future.succeededFuture(broken(item, refusals.get(0)));
    }
    return database.write(
        transaction ->
            switch (resending.said(transaction, item.number())) {
              case GOES_BACK -> new Outcome.Done();
              case ASKS_AGAIN ->
                  Outcome.later(step.get().text() + ": sending the one before again");
              case IS_SO -> broken(item, step.get());
            });
  }

  private static Outcome broken(Item.OfBatch item, Answer.Refused<?> refused) {
    String why =
        "the alliance refuses batch "
            + item.number()
            + " ("
            + refused.text()
            + "): it and all"
            + " after it stay in the store until an operator has settled this with the alliance";
    return new Outcome.Broken(why);
  }

  private static Future<Outcome> later(Answer.Refused<?> refused) {
    return Future.succeededFuture(Outcome.later(hinted(refused)));
  }

  private static String hinted(Answer.Refused<?> refused) {
    if (refused.title().equals(FOREIGN)) {
      return refused.text()
          + " (set allianceUrl in gateway.yaml to the node of that member, and start the gateway"
          + " again)";
    }
    return NOT_YET.contains(refused.title())
        ? refused.text() + " (an operator of the alliance has to admit gateway.card)"
        : refused.text();
  }

  /** Whether the same bytes would be refused again whenever they come. */
  private static boolean isFinal(Answer.Refused<?> refused) {
    return switch (refused.status()) {
      case 400, 413 -> true;
      case 409 -> !NOT_YET.contains(refused.title()) && !refused.title().equals(FOREIGN);
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
