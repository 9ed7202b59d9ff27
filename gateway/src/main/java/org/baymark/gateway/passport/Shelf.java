package org.baymark.gateway.passport;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.gateway.passport.Discloser.Disclosed;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.Tables;
import org.baymark.protocol.batch.ShipmentKey;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.papers.AllianceKeys;
import org.baymark.protocol.passport.Evidence;

/**
 * A store that passports are made from: this gateway's own, or one that another gateway left to it.
 * What stands in it was filed under that gateway's name.
 */
public final class Shelf {
  private final Database database;
  private final Planner planner;
  private final Discloser discloser;

  /**
   * @param gateway who filed what stands here
   * @param allianceKeys what shipments are blinded with, by their time
   */
  public Shelf(Database database, DevUrn gateway, Tables tables, AllianceKeys allianceKeys) {
    this.database = database;
    this.planner = new Planner(tables, allianceKeys);
    this.discloser = new Discloser(tables, gateway);
  }

  Planner planner() {
    return planner;
  }

  /** What this store has about a subject. */
  record Start(Optional<Plan> plan, boolean isKnown) {}

  Future<Start> plan(Subject subject, OptionalLong epoch) {
    return database.read(
        transaction ->
            new Start(
                planner.plan(transaction, subject, epoch), planner.knows(transaction, subject)));
  }

  Future<Disclosed> disclose(Plan plan, Evidence evidence) {
    return database.read(transaction -> discloser.disclose(transaction, plan, evidence));
  }

  Future<Optional<ShipmentKey>> filedUnder(Subject subject, OptionalLong epoch) {
    return database.read(transaction -> planner.filedUnder(transaction, subject, epoch));
  }

  /** What all of them have about a subject, in one plan. */
  static Future<Start> plan(List<Shelf> shelves, Subject subject, OptionalLong epoch) {
    return Future.join(shelves.stream().map(it -> it.plan(subject, epoch)).toList())
        .map(
            all -> {
              List<Start> starts = all.list();
              return new Start(
                  starts.stream().flatMap(it -> it.plan().stream()).reduce(Plan::and),
                  starts.stream().anyMatch(Start::isKnown));
            });
  }

  /** One passport of what each of them holds of the same plan. */
  static Future<Disclosed> disclose(List<Shelf> shelves, Plan plan, Evidence evidence) {
    return Future.join(shelves.stream().map(it -> it.disclose(plan, evidence)).toList())
        .map(all -> all.<Disclosed>list().stream().reduce(Discloser::together).orElseThrow());
  }
}
