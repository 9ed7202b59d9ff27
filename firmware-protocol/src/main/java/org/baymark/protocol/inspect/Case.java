package org.baymark.protocol.inspect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Predicate;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.VerifyingKey;

/**
 * Something that an encoder has to make (PROTOCOL.md, section 21.1).
 *
 * @param kind what {@code --kind} calls it
 * @param question what the encoder is told: one JSON object on one line
 * @param answer what it must print, but perhaps for signatures
 * @param signaturesSize of the end of the answer, where the encoder's own signatures may stand
 * @param isSigned whether those of an answer are right
 */
public record Case(
    String note,
    String kind,
    String question,
    Bytes answer,
    int signaturesSize,
    Predicate<Bytes> isSigned) {
  private static final int SHOWN = 8;

  /** One without a signature: every byte of the answer is known. */
  static Case unsigned(String note, String kind, ObjectNode question, Bytes answer) {
    return new Case(note, kind, question.toString(), answer, 0, it -> false);
  }

  /** One that ends in a signature of this key. */
  static Case signed(
      String note, String kind, ObjectNode question, Bytes answer, VerifyingKey key) {
    Predicate<Bytes> right =
        it -> Sign1.parse(it, it.size()).match(one -> one.signedBy(key), refused -> false);
    return new Case(note, kind, question.toString(), answer, Sign1.SIGNATURE_SIZE, right);
  }

  /** What an encoder's answer is worth. */
  public record Result(boolean ok, String text) {}

  /** What an encoder's output, which should be hexadecimal, is worth. */
  public Result judge(String said) {
    String hex = said.replaceAll("\\s+", "");
    if (hex.isEmpty()) {
      return new Result(false, "no answer");
    }
    Optional<Bytes> made = parsed(hex);
    if (made.isEmpty()) {
      String start = said.strip().lines().findFirst().orElse("");
      String shown = start.length() > 40 ? start.substring(0, 40) + "..." : start;
      return new Result(false, "no answer: not hexadecimal: " + shown);
    }
    return judge(made.get());
  }

  private static Optional<Bytes> parsed(String hex) {
    try {
      return Optional.of(Bytes.owning(HexFormat.of().parseHex(hex)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Result judge(Bytes made) {
    if (made.equals(answer)) {
      return new Result(true, "ok");
    }
    int at = 0;
    int shorter = Math.min(made.size(), answer.size());
    while (at < shorter && made.at(at) == answer.at(at)) {
      at++;
    }
    boolean onlySigned = made.size() == answer.size() && at >= answer.size() - signaturesSize;
    if (onlySigned) {
      // A signer with fresh random numbers signs otherwise each time, and may.
      return isSigned.test(made)
          ? new Result(true, "ok, with a signature of its own")
          : new Result(false, "differs in the signature, and that does not verify");
    }
    return new Result(
        false, "differs at byte " + at + ": expected " + at(answer, at) + ", got " + at(made, at));
  }

  private static String at(Bytes bytes, int from) {
    int to = Math.min(bytes.size(), from + SHOWN);
    String more = to < bytes.size() ? "..." : " and its end";
    return from == bytes.size() ? "its end" : bytes.slice(from, to).hex() + more;
  }
}
