package org.baymark.protocol.passport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.passport.EvidenceRequest.Asked;
import org.baymark.protocol.passport.EvidenceRequest.Range;
import org.junit.jupiter.api.Test;

/** One passport has one encoding, and a request for evidence too. */
class PassportTest {
  private final Journey journey = new Journey();

  private String answer(Consumer<Papers> change) {
    Papers papers = journey.papers();
    change.accept(papers);
    return Passport.parse(papers.together().encoded())
        .match(passport -> "accepted", Parsed.Refused::text)
        .replaceAll(" \\(at byte [0-9]+\\)", "");
  }

  private static void swap(List<?> list, int a, int b) {
    Collections.swap(list, a, b);
  }

  @Test
  void listsHaveOneOrder() {
    String order = "not-deterministic (2): a list out of order";
    assertEquals(order, answer(papers -> swap(papers.headers, 0, 1)));
    assertEquals(order, answer(papers -> swap(papers.registrations, 2, 4)));
    assertEquals(order, answer(papers -> swap(papers.gateways, 0, 1)));
    assertEquals(order, answer(papers -> papers.headers.add(papers.headers.get(4))));
    assertEquals(order, answer(papers -> papers.gateways.add(papers.gateways.get(1))));
  }

  @Test
  void devicesComeInTheOrderOfTheirNamesAndOnce() {
    String order = "not-deterministic (2): devices out of order";
    assertEquals(
        order,
        answer(
            papers -> {
              swap(papers.subjects, 1, 2);
              swap(papers.parts, 1, 2);
            }));
    assertEquals(order, answer(papers -> again(papers, 2)));
    assertEquals(
        "wrong-shape (6): a second subject but no device", answer(papers -> again(papers, 0)));
  }

  private static void again(Papers papers, int part) {
    papers.subjects.add(papers.subjects.get(part));
    papers.parts.add(papers.parts.get(part));
  }

  @Test
  void whatThePassportIsAboutIsNotAlsoAmongTheOthers() {
    Papers papers = Papers.issue(journey.world, journey.warm.subject(), journey.cold.subject());
    again(papers, 0);
    String answer =
        Passport.parse(papers.together().encoded())
            .match(passport -> "accepted", refused -> refused.refusal().wireName());
    assertEquals("not-deterministic", answer);
  }

  @Test
  void partsAreAlignedWithTheSubjects() {
    Papers papers = journey.papers();
    papers.parts.remove(2);
    assertThrows(IllegalArgumentException.class, papers::together);
    assertEquals(
        "wrong-shape (6): an array of 3 where 2 to 2 may be",
        answer(
            it -> {
              it.narrow(journey.world, 0, 0, 2);
              it.parts.set(0, journey.papers().parts.get(0));
            }));
  }

  @Test
  void aRevocationIsOfTheRegistrationBeforeIt() {
    Papers papers = journey.papers();
    LoggedRegistration entry = papers.registrations.get(2);
    Logged registration = entry.logged();
    // A registration is no revocation, wherever it stands.
    assertThrows(
        RefusalException.class,
        () -> LoggedRegistration.of(registration, entry.status(), Optional.of(registration)));
  }

  @Test
  void anEvidenceRequestIsItsBytes() {
    Digest a = Digest.sha256(Bytes.ofUtf8("a"));
    Digest b = Digest.sha256(Bytes.ofUtf8("b"));
    EvidenceRequest request =
        new EvidenceRequest(
            List.of(new Asked(a, Optional.empty()), new Asked(b, Optional.of(new Range(a, b)))),
            List.of(b, a));
    assertEquals(Optional.of(request), EvidenceRequest.parse(request.encoded()).toOptional());
    EvidenceRequest least = new EvidenceRequest(List.of(new Asked(a, Optional.empty())), List.of());
    assertEquals(Optional.of(least), EvidenceRequest.parse(least.encoded()).toOptional());
  }

  @Test
  void malformedRequestsAreRefused() {
    String type = "baymark evidence request v1";
    CborWriter none = new CborWriter().array(3).text(type).array(0).array(0);
    assertTrue(EvidenceRequest.parse(none.toBytes()) instanceof Parsed.Refused);
    CborWriter other = new CborWriter().array(3).text(type + "1").array(0).array(0);
    assertTrue(EvidenceRequest.parse(other.toBytes()) instanceof Parsed.Refused);
    CborWriter half = new CborWriter().array(3).text(type).array(1).array(2);
    half.digest(Digest.sha256()).array(1).digest(Digest.sha256()).array(0);
    assertTrue(EvidenceRequest.parse(half.toBytes()) instanceof Parsed.Refused);
  }
}
