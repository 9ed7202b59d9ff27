package org.baymark.node.sequence;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.baymark.node.ledger.Command;
import org.baymark.node.ledger.Result;
import org.baymark.node.store.Place;
import org.baymark.node.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * One thread that owns ledger and store, and a bounded queue before it. Commands that wait together
 * are handed over together, so that one flush of the disk serves them all; questions run between.
 */
final class Lane implements AutoCloseable {
  /** More would make the first of them wait for the last. */
  private static final int GROUP_MAX = 256;

  private sealed interface Job {}

  /**
   * A command and whoever waits for its result.
   *
   * @param place where another order has it; empty if this queue is the order
   * @param command empty if there is nothing to apply at that place
   */
  record Submission(
      Optional<Place> place, Optional<Command> command, Promise<Optional<Result>> answer)
      implements Job {}

  private record Question<T>(Supplier<T> ask, Promise<T> answer) implements Job {
    /** What a question throws is its own affair: it changes nothing that others rely on. */
    void run() {
      try {
        answer.tryComplete(ask.get());
      } catch (StoreException e) {
        answer.tryFail(e);
        throw e;
      } catch (RuntimeException e) {
        answer.tryFail(e);
      }
    }
  }

  /** Ends the thread when everything before it is done. */
  private record End() implements Job {}

  private final BlockingQueue<Job> queue;
  private final Consumer<List<Submission>> commit;
  private final Runnable rest;
  private final Consumer<Throwable> fatal;
  private final Thread thread;
  private volatile boolean stopped;

  /**
   * @param commit applies a group, makes it durable and answers it
   * @param rest is done last, where the lane is closed
   * @param fatal hears once what ended the lane; runs on its thread
   */
  Lane(int queueMax, Consumer<List<Submission>> commit, Runnable rest, Consumer<Throwable> fatal) {
    this.queue = new ArrayBlockingQueue<>(queueMax);
    this.commit = commit;
    this.rest = rest;
    this.fatal = fatal;
    this.thread = new Thread(this::work, "ledger");
  }

  void start() {
    thread.start();
  }

  Future<Result> submit(Command command) {
    Promise<Optional<Result>> answer = Promise.promise();
    return offer(new Submission(Optional.empty(), Optional.of(command), answer), answer)
        .map(Optional::orElseThrow);
  }

  /** Waits until there is room. */
  Future<Optional<Result>> put(Place place, Optional<Command> command) throws InterruptedException {
    Promise<Optional<Result>> answer = Promise.promise();
    put(new Submission(Optional.of(place), command, answer), answer);
    return answer.future();
  }

  private void put(Job job, Promise<?> answer) throws InterruptedException {
    while (!stopped && !queue.offer(job, 100, TimeUnit.MILLISECONDS)) {
      // Full: the thread is making room.
    }
    if (stopped) {
      // The thread may have drained the queue just before.
      answer.tryFail(new StoppedException());
    }
  }

  /** Waits until there is room, if it has to. */
  <T> Future<T> insist(Supplier<T> question) {
    Promise<T> answer = Promise.promise();
    try {
      put(new Question<>(question, answer), answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answer.tryFail(new StoppedException());
    }
    return answer.future();
  }

  <T> Future<T> ask(Supplier<T> question) {
    Promise<T> answer = Promise.promise();
    return offer(new Question<>(question, answer), answer);
  }

  private <T> Future<T> offer(Job job, Promise<T> answer) {
    if (stopped) {
      return Future.failedFuture(new StoppedException());
    }
    if (!queue.offer(job)) {
      return Future.failedFuture(new BusyException());
    }
    if (stopped) {
      // The thread may have drained the queue just before.
      answer.tryFail(new StoppedException());
    }
    return answer.future();
  }

  boolean isStopped() {
    return stopped;
  }

  private void work() {
    List<Submission> group = new ArrayList<>();
    try {
      while (true) {
        Job job = queue.take();
        if (job instanceof Submission first) {
          collect(first, group);
          commit.accept(group);
          group.clear();
        } else if (job instanceof Question<?> question) {
          question.run();
        } else {
          rest.run();
          stopped = true;
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      stopped = true;
      fatal.accept(e);
    } finally {
      stopped = true;
      group.forEach(left -> left.answer().tryFail(new StoppedException()));
      drain();
    }
  }

  private void collect(Submission first, List<Submission> group) {
    group.add(first);
    while (group.size() < GROUP_MAX && queue.peek() instanceof Submission) {
      group.add((Submission) queue.remove());
    }
  }

  private void drain() {
    @Nullable Job job = queue.poll();
    while (job != null) {
      if (job instanceof Submission left) {
        left.answer().tryFail(new StoppedException());
      } else if (job instanceof Question<?> left) {
        left.answer().tryFail(new StoppedException());
      }
      job = queue.poll();
    }
  }

  /** Does what waits, then ends the thread. */
  @Override
  public void close() {
    try {
      while (thread.isAlive() && !queue.offer(new End(), 100, TimeUnit.MILLISECONDS)) {
        // Full: the thread is making room.
      }
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
