package org.baymark.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalLong;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.command.Addressee;
import org.baymark.protocol.command.Command;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.VerifyingKey;
import org.junit.jupiter.api.Test;

/** The device of vectors/commands.json obeys what the file says, and nothing else. */
class CommandVectorsTest {
  private final JsonNode file = Files.readJson("commands.json");

  private Addressee device(JsonNode one) {
    JsonNode clock = one.get("clock");
    return new Addressee(
        new DevUrn(file.get("name").asText()),
        key("coseKey"),
        new DevUrn(file.get("gateway").asText()),
        key("gatewayKey"),
        one.get("last").asLong(),
        clock.isNull() ? OptionalLong.empty() : OptionalLong.of(clock.asLong()));
  }

  private VerifyingKey key(String name) {
    return VerifyingKey.parse(Files.hex(file.get(name))).toOptional().orElseThrow();
  }

  @Test
  void everyCommandIsJudgedAsTheFileSays() {
    for (JsonNode one : file.get("commands")) {
      Parsed<Command> judged = device(one).judge(Files.hex(one.get("signed")));
      String reason = judged.match(it -> "null", no -> no.refusal().wireName());
      assertEquals(one.get("reason").asText(), reason, one::toString);
      judged.toOptional().ifPresent(it -> assertSays(one.get("command"), it));
    }
  }

  private static void assertSays(JsonNode expected, Command command) {
    assertEquals(expected.get("number").asLong(), command.number());
    assertEquals(expected.get("iat").asLong(), command.issued());
    assertEquals(expected.get("expires").asLong(), command.expires());
    assertEquals(expected.get("order").asText(), command.order().kind().wireName());
    OptionalLong interval =
        expected.has("interval")
            ? OptionalLong.of(expected.get("interval").asLong())
            : OptionalLong.empty();
    assertEquals(interval, command.order().seconds());
  }
}
