package org.baymark.gateway.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.junit.jupiter.api.Test;

class UsersTest {
  private static final Bytes SALT = Bytes.ofHex("00112233445566778899aabbccddeeff");

  /**
   * The reference implementation's own tests (P-H-C/phc-winner-argon2, src/test.c), version 0x13.
   */
  private static final List<String> OTHERS =
      List.of(
          "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
          "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4");

  @Test
  void hashesThatOthersMadeAreRead() {
    for (String text : OTHERS) {
      PasswordHash hash = PasswordHash.parse(text).orElseThrow();
      assertTrue(hash.isOf("password"), text);
      assertFalse(hash.isOf("passwore"), text);
      assertEquals(text, hash.text());
    }
  }

  @Test
  void whatWouldTakeTooMuchOrSaysSomethingElseIsNoHash() {
    String right = OTHERS.get(1);
    for (String wrong :
        List.of(
            "",
            right + "=",
            right.replace("argon2id", "argon2i"),
            right.replace("v=19", "v=16"),
            right.replace("m=256", "m=65537"),
            right.replace("m=256", "m=7"),
            right.replace("t=2", "t=0"),
            right.replace("t=2", "t=17"),
            right.replace("p=1", "p=2"),
            right.replace("c29tZXNhbHQ", "c2"),
            "$2b$12$" + "a".repeat(53))) {
      assertEquals(Optional.empty(), PasswordHash.parse(wrong), wrong);
    }
  }

  @Test
  void aFileIsReadAsItWasWritten() {
    PasswordHash hash = PasswordHash.of("swordfish", SALT);
    Users users =
        Users.NONE.with("urn:dev:org:32473-a", hash).with("b", hash).with("c", hash).without("c");
    assertEquals(users, Users.parse(users.text()));
    assertEquals(users, Users.parse("\n# a word\n" + users.text() + "\n\n"));
    assertTrue(users.of("b").orElseThrow().isOf("swordfish"));
    assertEquals(Optional.empty(), users.of("c"));
    assertFalse(users.text().contains("swordfish"));
    assertFalse(users.toString().contains(hash.tag().hex()), "a hash in a log");
    assertEquals(Users.NONE, Users.parse(""));
  }

  @Test
  void aLineThatIsWrongIsNamed() {
    String line = "a " + OTHERS.get(1) + "\n";
    Map<String, String> wrong =
        Map.of(
            line + "b",
            "line 2 is no name",
            line + line,
            "line 2 names a again",
            "a\t" + OTHERS.get(1),
            "line 1 is no name",
            "a secret",
            "line 1 is no name",
            "a b " + OTHERS.get(1),
            "line 1 is no name",
            "\u001b[31m " + OTHERS.get(1),
            "line 1 is no name");
    wrong.forEach(
        (text, sentence) -> {
          var refused = assertThrows(IllegalArgumentException.class, () -> Users.parse(text), text);
          assertTrue(
              String.valueOf(refused.getMessage()).startsWith(sentence), refused::getMessage);
        });
  }
}
