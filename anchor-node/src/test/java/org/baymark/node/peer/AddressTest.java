package org.baymark.node.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is an address of the members' exchange, and what a member set may say instead. */
class AddressTest {
  @Test
  void aHostAndAPort() {
    assertEquals(Optional.of(new Address("a.example", 9001)), Address.parse("a.example:9001"));
    assertEquals(Optional.of(new Address("::1", 65_535)), Address.parse("[::1]:65535"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "a.example",
        "a.example:",
        ":9001",
        "a:65536",
        "a:99999999",
        "[::1]",
        "[]:1"
      })
  void anythingElseIsNone(String text) {
    assertEquals(Optional.empty(), Address.parse(text));
  }
}
