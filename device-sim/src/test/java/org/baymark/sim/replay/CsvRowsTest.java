package org.baymark.sim.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Where rows begin and end, in whatever a recorder left behind. */
class CsvRowsTest {

  /** Rows as LINE:[fields], a broken one as LINE:!. */
  private static List<String> rows(String text) throws IOException {
    List<String> rows = new ArrayList<>();
    try (CsvRows in = new CsvRows(new StringReader(text), ',')) {
      Optional<CsvRow> row = in.next();
      while (row.isPresent()) {
        CsvRow each = row.get();
        rows.add(each.line() + ":" + (each.fault().isPresent() ? "!" : each.fields()));
        row = in.next();
      }
    }
    return rows;
  }

  static Stream<Arguments> files() {
    return Stream.of(
        Arguments.of("nothing", "", List.of()),
        Arguments.of("a mark alone", "\ufeff", List.of()),
        Arguments.of("blank lines alone", "\n\r\n  \n", List.of()),
        Arguments.of("LF", "a,b\n1,2\n", List.of("1:[a, b]", "2:[1, 2]")),
        Arguments.of("CRLF", "a,b\r\n1,2\r\n", List.of("1:[a, b]", "2:[1, 2]")),
        Arguments.of("CR alone", "a,b\r1,2\r", List.of("1:[a, b]", "2:[1, 2]")),
        Arguments.of("no end of line", "a,b\n1,2", List.of("1:[a, b]", "2:[1, 2]")),
        Arguments.of("byte order mark", "\ufeffa,b\n1,2\n", List.of("1:[a, b]", "2:[1, 2]")),
        Arguments.of("a mark further down", "a\n\ufeffb\n", List.of("1:[a]", "2:[\ufeffb]")),
        Arguments.of("blank line between", "a,b\n\n1,2\n", List.of("1:[a, b]", "3:[1, 2]")),
        Arguments.of("quoted separator", "a,b\n\"1,5\",2\n", List.of("1:[a, b]", "2:[1,5, 2]")),
        Arguments.of("doubled quote", "a,b\n\"1\"\"\",2\n", List.of("1:[a, b]", "2:[1\", 2]")),
        Arguments.of(
            "field of two lines",
            "a,b\n\"1\n1\",2\n3,4\n",
            List.of("1:[a, b]", "2:[1\n1, 2]", "4:[3, 4]")),
        Arguments.of(
            "quote never closed",
            "a,b\n\"1,2\n3,4\n5,6\n",
            List.of("1:[a, b]", "2:!", "3:[3, 4]", "4:[5, 6]")),
        Arguments.of(
            "two quotes that swallow rows",
            "a,b\n\"1,2\n3,4\n5\",6,7\n",
            List.of("1:[a, b]", "2:!", "3:[3, 4]", "4:[5\", 6, 7]")),
        Arguments.of(
            "text behind a quote", "a,b\n\"1\"x,2\n3,4\n", List.of("1:[a, b]", "2:!", "3:[3, 4]")),
        Arguments.of(
            "a quote inside a plain field", "a,b\n5\",2\n", List.of("1:[a, b]", "2:[5\", 2]")),
        Arguments.of("empty fields", "a,b\n,\n", List.of("1:[a, b]", "2:[, ]")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void everyLineIsARowOrSaidToBeNone(String name, String text, List<String> expected)
      throws IOException {
    assertEquals(expected, rows(text));
  }

  @Test
  void aQuoteThatIsNeverClosedCostsOneLineOfALongFile() throws IOException {
    String text = "a,b\n\"1,2\n" + "3,4\n".repeat(100);
    List<String> rows = rows(text);
    assertEquals(102, rows.size());
    assertEquals("2:!", rows.get(1));
    assertEquals("102:[3, 4]", rows.get(101));
  }

  @Test
  void aLineWithoutAnEndCostsItself() throws IOException {
    String text = "a,b\n" + "x".repeat(3 << 20) + "\r\n1,2\n" + "x".repeat(3 << 20);
    assertEquals(List.of("1:[a, b]", "2:!", "3:[1, 2]", "4:!"), rows(text));
  }

  @Test
  void blankLinesAreCounted() throws IOException {
    try (CsvRows in = new CsvRows(new StringReader("a\n\n1\n \n"), ',')) {
      while (in.next().isPresent()) {}
      assertEquals(2, in.blankLines());
    }
  }
}
