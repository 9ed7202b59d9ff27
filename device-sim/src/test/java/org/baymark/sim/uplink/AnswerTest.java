package org.baymark.sim.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerTest {
  @ParameterizedTest
  @CsvSource({
    "'bad-signature (17): not its key', bad-signature",
    "'unknown-device (32): who', unknown-device",
    "'not-cbor', not-cbor",
    "'', unnamed",
    "'Something else', unnamed",
  })
  void theReasonIsTheFirstWord(String text, String reason) {
    assertEquals(reason, Answer.refused(text).reason());
  }
}
