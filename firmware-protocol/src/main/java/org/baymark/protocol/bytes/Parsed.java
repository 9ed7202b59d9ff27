package org.baymark.protocol.bytes;

import java.util.Optional;
import java.util.function.Function;

/** What a door answers about foreign bytes: the value they are, or why they are refused. */
public sealed interface Parsed<T> {

  /** The bytes were right, and this is what they say. */
  record Ok<T>(T value) implements Parsed<T> {}

  /**
   * The bytes were wrong.
   *
   * @param offset in bytes from the start of the message; -1 where no one place is at fault
   * @param detail what was wrong, for a person
   */
  record Refused<T>(Refusal refusal, int offset, String detail) implements Parsed<T> {
    /** One line for a sender or an operator: name, number, detail, place. */
    public String text() {
      String place = offset < 0 ? "" : " (at byte " + offset + ")";
      return refusal.wireName() + " (" + refusal.number() + "): " + detail + place;
    }
  }

  /** A parser: returns the value or leaves by {@link RefusalException}. */
  @FunctionalInterface
  interface Parser<T> {
    T parse() throws RefusalException;
  }

  /** Runs {@code parser} and turns its refusal into a value. */
  static <T> Parsed<T> of(Parser<T> parser) {
    try {
      return new Ok<>(parser.parse());
    } catch (RefusalException e) {
      return new Refused<>(e.refusal(), e.offset(), e.detail());
    }
  }

  /**
   * Runs {@code parser} on a part of a message: a refusal's offset in the part becomes its offset
   * in the message.
   *
   * @param start of the part, in bytes from the start of the message
   */
  static <T> T within(int start, Parser<T> parser) throws RefusalException {
    try {
      return parser.parse();
    } catch (RefusalException e) {
      int offset = e.offset() < 0 ? e.offset() : start + e.offset();
      throw new RefusalException(e.refusal(), offset, e.detail());
    }
  }

  /** Runs {@code parser}; a refusal stands at {@code offset}, whatever place it knew itself. */
  static <T> T at(int offset, Parser<T> parser) throws RefusalException {
    try {
      return parser.parse();
    } catch (RefusalException e) {
      throw new RefusalException(e.refusal(), offset, e.detail());
    }
  }

  default <R> R match(Function<? super T, R> ok, Function<Refused<T>, R> refused) {
    if (this instanceof Ok<T> right) {
      return ok.apply(right.value());
    }
    return refused.apply((Refused<T>) this);
  }

  default Optional<T> toOptional() {
    return match(Optional::of, refused -> Optional.empty());
  }

  /** The value, for a caller inside another parser. */
  default T orRefuse() throws RefusalException {
    if (this instanceof Refused<T> wrong) {
      throw new RefusalException(wrong.refusal(), wrong.offset(), wrong.detail());
    }
    return ((Ok<T>) this).value();
  }
}
