package org.baymark.protocol.enrolment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.baymark.protocol.cose.Suite;
import org.junit.jupiter.api.Test;

/** The text of a device's QR code (PROTOCOL.md, section 10.1). */
class LabelTest {
  private static final String HASH = "A".repeat(43);
  private static final String NAME = "urn:dev:os:32473-a";

  @Test
  void labelsComeBack() {
    for (Suite suite : Suite.values()) {
      Label label = Label.of(Devices.NAME, Devices.key(suite, "one").verifyingKey());
      assertEquals(Optional.of(label), Label.parse(label.text()).toOptional());
    }
  }

  @Test
  void aLabelHasOneSpelling() {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("baymark:1:ES256:" + HASH + ":" + NAME, "accepted");
    labels.put("baymark:1:EDDSA:" + HASH + ":" + NAME, "accepted");
    labels.put("baymark:1:ES256:" + HASH + ":urn:dev:ops:32473-Pump-4711", "accepted");
    labels.put("", "wrong-shape");
    labels.put("Baymark:1:ES256:" + HASH + ":" + NAME, "wrong-shape");
    labels.put("baymark:2:ES256:" + HASH + ":" + NAME, "wrong-shape");
    labels.put(" baymark:1:ES256:" + HASH + ":" + NAME, "wrong-shape");
    labels.put("baymark:1:es256:" + HASH + ":" + NAME, "unknown-algorithm");
    labels.put("baymark:1::" + HASH + ":" + NAME, "unknown-algorithm");
    labels.put("baymark:1:ES256:" + HASH + "=:" + NAME, "wrong-shape"); // padded
    labels.put("baymark:1:ES256:" + "A".repeat(42) + "B:" + NAME, "wrong-shape"); // spare bits
    labels.put("baymark:1:ES256:" + "A".repeat(42) + ":" + NAME, "wrong-shape");
    labels.put("baymark:1:ES256:" + "A".repeat(44) + ":" + NAME, "wrong-shape");
    labels.put("baymark:1:ES256:" + "+" + "A".repeat(42) + ":" + NAME, "wrong-shape");
    labels.put("baymark:1:ES256:" + HASH, "wrong-shape");
    labels.put("baymark:1:ES256:" + HASH + ":", "bad-name");
    labels.put("baymark:1:ES256:" + HASH + ":" + NAME + "\n", "bad-name");
    labels.put("baymark:1:ES256:" + HASH + ":" + NAME.toUpperCase(Locale.ROOT), "bad-name");
    labels.put("baymark:1:ES256:" + HASH + ":" + NAME + "x".repeat(200), "too-large");
    labels.forEach(
        (text, answer) ->
            assertEquals(
                answer,
                Label.parse(text).match(it -> "accepted", no -> no.refusal().wireName()),
                text));
  }

  @Test
  void aLabelFitsItsOwnKeyAlone() {
    Label label = Label.of(Devices.NAME, Devices.key(Suite.ES256, "one").verifyingKey());
    assertTrue(label.fits(Devices.key(Suite.ES256, "one").verifyingKey()));
    assertFalse(label.fits(Devices.key(Suite.ES256, "two").verifyingKey()));
    assertFalse(label.fits(Devices.key(Suite.EDDSA, "one").verifyingKey()));
  }
}
