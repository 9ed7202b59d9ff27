package org.baymark.gateway.anchor;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** What came of asking the alliance. */
public sealed interface Answer<T> {

  /** It answered as it should. */
  record Given<T>(T value) implements Answer<T> {}

  /**
   * It understood, or claims to, and says no (RFC 9290).
   *
   * @param status the HTTP status, 400 to 499
   * @param title the rejection's name; empty where it gave none
   */
  record Refused<T>(int status, String title, String detail) implements Answer<T> {
    /** One clause for an operator. */
    public String text() {
      String name = title.isEmpty() ? "status " + status : title;
      return detail.isEmpty() ? name : name + ": " + detail;
    }
  }

  /**
   * Nothing that can be used: not reached, too busy, or words that are no answer to the question.
   *
   * @param why one clause for an operator
   * @param retryAfter how long it asks to be left alone
   */
  record Silent<T>(String why, Optional<Duration> retryAfter) implements Answer<T> {}

  default <R> R match(
      Function<? super T, R> given,
      Function<Refused<T>, R> refused,
      Function<Silent<T>, R> silent) {
    if (this instanceof Given<T> right) {
      return given.apply(right.value());
    }
    if (this instanceof Refused<T> no) {
      return refused.apply(no);
    }
    return silent.apply((Silent<T>) this);
  }
}
