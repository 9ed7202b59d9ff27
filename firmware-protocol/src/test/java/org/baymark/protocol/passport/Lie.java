package org.baymark.protocol.passport;

import static org.baymark.protocol.passport.Verdicts.assertVerdict;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cose.Sign1;
import org.junit.jupiter.api.DynamicTest;

/**
 * One thing changed in an honest passport, and the steps that must notice.
 *
 * @param expected see {@link Verdicts#assertVerdict}
 */
@SuppressWarnings("ArrayRecordComponent") // written as varargs, and never compared
record Lie(String name, Consumer<Papers> change, String... expected) {
  private static final Digest OTHER = Digest.sha256(Bytes.ofUtf8("another"));

  /** Each lie alone, in the papers of the same journey. */
  static List<DynamicTest> tests(List<Lie> lies) {
    Journey journey = new Journey();
    Passport honest = journey.papers().together();
    return lies.stream()
        .map(
            lie ->
                DynamicTest.dynamicTest(
                    lie.name(),
                    () -> {
                      Papers papers = new Papers(honest);
                      lie.change().accept(papers);
                      assertVerdict(journey.verification(), papers.together(), lie.expected());
                    }))
        .toList();
  }

  static <T> void change(List<T> list, int index, UnaryOperator<T> change) {
    list.set(index, change.apply(list.get(index)));
  }

  /** One hash of the path is another. */
  static List<Digest> bent(List<Digest> path) {
    List<Digest> bent = new ArrayList<>(path);
    bent.set(path.size() / 2, OTHER);
    return bent;
  }

  static List<Digest> shorter(List<Digest> path) {
    return path.subList(0, path.size() - 1);
  }

  static List<Digest> longer(List<Digest> path) {
    List<Digest> longer = new ArrayList<>(path);
    longer.add(OTHER);
    return longer;
  }

  static LoggedHeader withLogged(LoggedHeader header, UnaryOperator<Logged> change) {
    try {
      return LoggedHeader.of(change.apply(header.logged()));
    } catch (RefusalException e) {
      throw new AssertionError(e);
    }
  }

  static LoggedRegistration withLogged(LoggedRegistration entry, UnaryOperator<Logged> change) {
    return new LoggedRegistration(
        change.apply(entry.logged()), entry.registration(), entry.status(), entry.revocation());
  }

  /** The same with the last bit of its signature turned. */
  static Sign1 forged(Sign1 signed) {
    byte[] octets = signed.encoded().toArray();
    octets[octets.length - 1] ^= 1;
    return Sign1.parse(Bytes.owning(octets), octets.length).toOptional().orElseThrow();
  }
}
