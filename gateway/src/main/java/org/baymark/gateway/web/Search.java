package org.baymark.gateway.web;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.Statements;
import org.baymark.protocol.bytes.Digest;

/**
 * Finds statements by their ids, from the newest row down to the first. There is no index on ids:
 * it would be written anew, at a random place, for every statement, and wear the disk out. So an id
 * that is young is found at once; an old one, or one that is nowhere, costs one pass over the whole
 * table: as long as the disk takes to read it. The pass is made of many short reads, so that
 * whoever else reads does not wait for its end. Rows are never changed nor removed: what was stored
 * when the search began is found.
 */
final class Search {
  private static final long STEP = 10_000;

  private final Database database;
  private final Statements statements;

  Search(Database database, Statements statements) {
    this.database = database;
    this.statements = statements;
  }

  /** In which rows the statements of these ids are; those that are nowhere are left out. */
  Future<Map<Digest, Long>> find(Set<Digest> ids) {
    Promise<Map<Digest, Long>> found = Promise.promise();
    database
        .read(transaction -> statements.countAfter(transaction, 0))
        .onComplete(last -> downwards(ids, last, new HashMap<>(), found), found::fail);
    return found.future();
  }

  /** A promise handed on, and no chain of futures: there can be thousands of steps. */
  private void downwards(
      Set<Digest> ids, long to, Map<Digest, Long> found, Promise<Map<Digest, Long>> all) {
    if (to <= 0 || found.size() == ids.size()) {
      all.complete(found);
      return;
    }
    long above = Math.max(0, to - STEP);
    database
        .read(transaction -> statements.find(transaction, ids, above, to))
        .onComplete(
            more -> {
              found.putAll(more);
              downwards(ids, above, found, all);
            },
            all::fail);
  }
}
