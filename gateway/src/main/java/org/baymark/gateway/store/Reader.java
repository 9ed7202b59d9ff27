package org.baymark.gateway.store;

import io.vertx.core.Future;
import org.baymark.gateway.runtime.Tasks;

/** A connection that only reads, and the one thread that uses it. */
final class Reader implements AutoCloseable {
  private static final int WAITING_MAX = 256;

  private final Transaction connection;
  private final Tasks tasks;

  Reader(String name, Transaction connection) {
    this.connection = connection;
    this.tasks = new Tasks(name, WAITING_MAX);
  }

  int waiting() {
    return tasks.waiting();
  }

  <T> Future<T> read(SqlWork<T> work) {
    return tasks.call(
        () -> {
          connection.execute("BEGIN"); // one snapshot for all that the work reads
          try {
            return work.run(connection);
          } finally {
            connection.execute("ROLLBACK");
          }
        });
  }

  @Override
  public void close() {
    tasks.close();
    connection.close();
  }
}
