package org.baymark.gateway.alarm;

import static org.baymark.gateway.GatewayFixture.NOW;
import static org.baymark.gateway.GatewayFixture.join;
import static org.baymark.gateway.OutgoingFixture.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Future;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.baymark.gateway.admission.Erasing;
import org.baymark.gateway.registry.Voice;
import org.baymark.gateway.store.StoredStatements;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.statement.EventField;
import org.baymark.protocol.statement.Kind;
import org.baymark.protocol.statement.LogisticsEvent;
import org.baymark.protocol.statement.Unverified;
import org.junit.jupiter.api.Test;

/** Alarms said in signed statements. */
class AlertsTest extends AlarmFixture {
  private static final Bytes SALT = Digest.sha256(Bytes.ofUtf8("random")).bytes();

  private List<Unverified> alerts() {
    return said(Kind.ALERT);
  }

  private List<Unverified> said(Kind kind) {
    return join(gateway.database.read(StoredStatements::all)).stream()
        .map(one -> Unverified.parse(one.bytes()).toOptional().orElseThrow())
        .filter(one -> one.content().kind() == kind)
        .toList();
  }

  /** A process that dies between commit and answer hands the same bytes in again. */
  @Test
  void eachAlarmIsSaidInOneSignedStatementHoweverOftenTheProcessDies() {
    join(alarms.stop());
    AtomicInteger asked = new AtomicInteger();
    alarms =
        alarms(
            RULES,
            false,
            alert -> {
              asked.incrementAndGet();
              return admit(alert).compose(fate -> Future.failedFuture("the process died"));
            });
    speak();
    gateway.take(warm(0, 0, "9"));
    until(() -> asked.get() > 0 && alerts().size() == 1);
    assertEquals(Optional.empty(), open().get(0).fate());
    again(RULES, false);
    until(() -> open().get(0).fate().equals(Optional.of("stored")));
    speak();
    gateway.take(warm(1, 60, "4"), warm(2, 120, "9.25"));
    until(() -> alerts().size() == 2);
    List<Unverified> said = alerts();
    assertEquals(1, said.get(0).position().boot());
    assertEquals(2, said.get(1).position().boot(), "a start, a boot");
    assertEquals(0, said.get(1).position().seq());
    assertEquals(
        Optional.of(said.get(0).signed().id().bytes().slice(0, Position.PREVIOUS_SIZE)),
        said.get(1).position().previous());
    LogisticsEvent event = (LogisticsEvent) said.get(1).content();
    assertEquals("too-warm", event.get(EventField.ALERT_CODE).orElseThrow());
    assertEquals(new BigDecimal("9.25"), event.get(EventField.MEASURED).orElseThrow().value());
    assertEquals(2, open().size() + ended().size());
  }

  /** One counting for alerts and erasures, also where both are made at the same moment. */
  @Test
  void noNumberOfTheVoiceIsUsedTwice() {
    Voice voice = speak();
    int many = 20;
    List<Sign1> hidden = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      hidden.add(SCANNER.hides(1, i, PALLET, SALT, Bytes.ofUtf8("content " + i)));
    }
    gateway.take(hidden.toArray(new Sign1[0]));
    try (Erasing erasing =
        new Erasing(
            gateway.database,
            gateway.tables,
            gateway.hidden,
            voice,
            gateway.intake,
            gateway.clock)) {
      List<Future<Bytes>> words = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        gateway.take(warm(2L * i, 2 * i, "9"), warm(2L * i + 1, 2 * i + 1, "4"));
        words.add(erasing.erase(hidden.get(i).id(), "asked"));
      }
      words.forEach(word -> join(word));
    }
    until(() -> said(Kind.ALERT).size() == many && said(Kind.ERASE).size() == many);
    List<Unverified> said = new ArrayList<>(said(Kind.ALERT));
    said.addAll(said(Kind.ERASE));
    said.sort(Comparator.comparingLong(one -> one.position().seq()));
    Optional<Bytes> previous = Optional.empty();
    for (int i = 0; i < 2 * many; i++) {
      Position position = said.get(i).position();
      assertEquals(List.of(1L, (long) i), List.of(position.boot(), position.seq()));
      assertEquals(previous, position.previous());
      previous = Optional.of(said.get(i).signed().id().bytes().slice(0, Position.PREVIOUS_SIZE));
    }
  }

  /** What a commit that fails takes back is numbered anew, and no gap is left. */
  @Test
  void aNumberThatWasNotCommittedIsFree() {
    Voice voice = speak();
    Subject itself = Subject.of(LOGGER.name());
    Bytes alert = LogisticsEvent.alert(Optional.empty(), "a").encoded();
    assertThrows(
        CompletionException.class,
        () ->
            join(
                gateway.database.write(
                    transaction -> {
                      voice.say(transaction, itself, ContentType.EVENT, alert, NOW);
                      throw new IllegalStateException("no");
                    })));
    Sign1 said =
        join(
            gateway.database.write(
                transaction -> voice.say(transaction, itself, ContentType.EVENT, alert, NOW)));
    Position position = said.claims().position().orElseThrow();
    assertEquals(List.of(1L, 0L), List.of(position.boot(), position.seq()));
    assertEquals(Optional.empty(), position.previous());
  }
}
