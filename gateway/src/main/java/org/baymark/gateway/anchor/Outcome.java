package org.baymark.gateway.anchor;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** How one step towards the alliance ended. */
sealed interface Outcome {

  record Done() implements Outcome {}

  /** To be tried again; why, and how long the other side asks to be left alone. */
  record Later(String why, Optional<Duration> retryAfter) implements Outcome {}

  /** Not to be tried again before an operator has seen to it. */
  record Broken(String why) implements Outcome {}

  static Outcome later(Answer.Silent<?> silent) {
    return new Later(silent.why(), silent.retryAfter());
  }

  static Outcome later(String why) {
    return new Later(why, Optional.empty());
  }

  /** How several steps ended that were taken at one time: as the worst of them. */
  static Outcome together(List<Outcome> all) {
    return all.stream()
        .filter(Broken.class::isInstance)
        .findFirst()
        .or(() -> all.stream().filter(Later.class::isInstance).findFirst())
        .orElseGet(Done::new);
  }

  default <R> R match(
      Function<Done, R> done, Function<Later, R> later, Function<Broken, R> broken) {
    if (this instanceof Done it) {
      return done.apply(it);
    }
    if (this instanceof Later it) {
      return later.apply(it);
    }
    return broken.apply((Broken) this);
  }
}
