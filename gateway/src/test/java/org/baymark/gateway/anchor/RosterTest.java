package org.baymark.gateway.anchor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.gateway.OutgoingFixture.TestClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is asked first, and how long one is left alone who was of no use. */
class RosterTest {
  private static final int TOGETHER = 16;

  private final Vertx vertx = Vertx.vertx();
  private final TestClock clock = new TestClock();
  private final List<Roster.Seat> seats = List.of(seat("first"), seat("second"));
  private final Roster roster = new Roster(seats, false, 1, url -> seat(url).client(), clock);

  private Roster.Seat seat(String name) {
    String url = "http://" + name + ".invalid";
    return new Roster.Seat(url, new HttpAllianceClient(vertx, URI.create(url)));
  }

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  /** Asks the first so many times before it answers, and then gets this each time. */
  private void askFirst(int times, Answer<String> answer) {
    List<Promise<Answer<String>>> questions = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      Future<Answer<String>> unused =
          roster.ask(
              seats.subList(0, 1),
              1,
              any -> {
                questions.add(Promise.promise());
                return questions.get(questions.size() - 1).future();
              });
    }
    assertEquals(times, questions.size());
    questions.forEach(question -> question.complete(answer));
  }

  private void fail(int times) {
    askFirst(times, new Answer.Silent<>("does not answer", Optional.empty()));
  }

  /** So long the first is asked last, to the second. */
  private long rest() {
    for (int seconds = 0; seconds < 1_000; seconds++) {
      if (roster.inTurn().get(0).equals(seats.get(0))) {
        return seconds;
      }
      clock.set(clock.instant().plusSeconds(1));
    }
    throw new AssertionError("it rests for ever");
  }

  @Test
  void eachFailureInARowDoublesTheRest() {
    for (long seconds : new long[] {2, 4, 8, 16}) {
      fail(1);
      assertEquals(seconds, rest());
    }
    askFirst(1, new Answer.Given<>("well"));
    assertEquals(0, rest());
    fail(1);
    assertEquals(2, rest());
  }

  /** Sixteen requests that were handed in together fail together. */
  @Test
  void whatWasAskedTogetherFailsOnce() {
    for (long seconds : new long[] {2, 4, 8}) {
      fail(TOGETHER);
      assertEquals(seconds, rest());
    }
    askFirst(TOGETHER, new Answer.Given<>("well"));
    fail(TOGETHER);
    assertEquals(2, rest());
  }
}
