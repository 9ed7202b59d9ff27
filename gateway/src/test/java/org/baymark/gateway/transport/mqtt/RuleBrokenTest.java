package org.baymark.gateway.transport.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RuleBrokenTest {
  @Test
  void whatTheDecoderSaidIsSaidWithoutTheNamesOfItsClasses() {
    Throwable wrapped = new DecoderException(new DecoderException("remaining length exceeds 4"));
    assertEquals(
        Optional.of("remaining length exceeds 4"),
        RuleBroken.by(wrapped).map(Throwable::getMessage));
    assertEquals(
        Optional.of("unheard of"),
        RuleBroken.by(new DecoderException("unheard of")).map(Throwable::getMessage));
  }

  @Test
  void aLineThatBreaksBreaksNoRule() {
    assertEquals(Optional.empty(), RuleBroken.by(new IOException("reset by peer")));
  }
}
