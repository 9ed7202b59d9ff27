package org.baymark.sim.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names of devices and columns. */
class NamesTest {

  @ParameterizedTest
  @CsvSource({
    "truck.csv, '', urn:dev:ops:32473-replay-truck",
    "truck, '', urn:dev:ops:32473-replay-truck",
    "truck.csv, 7, urn:dev:ops:32473-replay-truck_7",
    "Truck.2024.csv, '', urn:dev:ops:32473-replay-Truck.2024",
  })
  void withoutAWishTheFileNamesTheDevice(String file, String group, String expected) {
    assertEquals(expected, Names.of(Optional.empty(), file, group).text());
  }

  @ParameterizedTest
  @CsvSource({
    "urn:dev:org:32473-a, '', urn:dev:org:32473-a",
    "urn:dev:org:32473-a, 7, urn:dev:org:32473-a_7",
    "urn:dev:org:32473-a-, 7, urn:dev:org:32473-a-7",
    "urn:dev:org:32473-a_, 7, urn:dev:org:32473-a_7",
    "urn:dev:org:32473-a:, 7, urn:dev:org:32473-a:7",
  })
  void aWishNamesOneDeviceOrBeginsTheNamesOfMany(String wish, String group, String expected) {
    assertEquals(expected, Names.of(Optional.of(wish), "f.csv", group).text());
  }

  @Test
  void groupsThatAUrnCannotHoldStayDifferent() {
    Optional<String> wish = Optional.of("urn:dev:org:32473-a");
    assertNotEquals(Names.of(wish, "f", "冷藏车 1"), Names.of(wish, "f", "冷藏车 2"));
    assertNotEquals(Names.of(wish, "f", "a b"), Names.of(wish, "f", "a-b"));
    assertNotEquals(Names.of(wish, "f", "x".repeat(200)), Names.of(wish, "f", "x".repeat(201)));
  }

  @Test
  void aWishThatMakesNoUrnIsRefused() {
    for (String wish :
        new String[] {"", "truck", "urn:dev:org:32473-a b", "urn:dev:org:32473-a_"}) {
      assertThrows(
          IllegalArgumentException.class, () -> Names.of(Optional.of(wish), "f", ""), wish);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "value, value, value, ''",
    "value:temp, value, temp, ''",
    "value:temp:degF, value, temp, degF",
    "value::degF, value, value, degF",
    "Temp (°F), Temp (°F), Temp___F_, ''",
    "a\\:b:c, a:b, c, ''",
    "#2, #2, value, ''",
    "2:temp, 2, temp, ''",
  })
  void aValueColumnSaysWhatItsReadingsAreCalled(
      String text, String column, String name, String unit) {
    assertEquals(new ValueColumn(column, name, unit), ValueColumn.parse(text));
  }

  @Test
  void aValueColumnThatSenmlCannotNameIsRefused() {
    for (String text :
        new String[] {"", ":a", "a:b:c:d", "a: b", "a:b:°F", "a:" + "x".repeat(33), "a:_x"}) {
      assertThrows(IllegalArgumentException.class, () -> ValueColumn.parse(text), text);
    }
  }
}
