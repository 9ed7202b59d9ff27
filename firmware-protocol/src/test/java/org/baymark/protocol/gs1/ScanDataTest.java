package org.baymark.protocol.gs1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.junit.jupiter.api.Test;

/** What GS1's own engine accepts and refuses of what scanners send. */
class ScanDataTest {
  /** The engine has one name for a symbol with GS1 data in it and one without. */
  private static final Map<String, Set<Symbology>> NAMES =
      Map.of(
          "QR", Set.of(Symbology.QR, Symbology.GS1_QR),
          "DM", Set.of(Symbology.DATA_MATRIX, Symbology.GS1_DATA_MATRIX),
          "DotCode", Set.of(Symbology.DOT_CODE, Symbology.GS1_DOT_CODE),
          "DataBarExpanded", Set.of(Symbology.GS1_DATA_BAR),
          "GS1_128_CCA", Set.of(Symbology.GS1_128),
          "EAN13", Set.of(Symbology.EAN_13),
          "EAN8", Set.of(Symbology.EAN_8));

  @Test
  void everyRowIsAcceptedOrRefusedAsTheEngineSays() throws IOException {
    List<String> lines = Recorded.lines(Recorded.SCANS);
    assertTrue(lines.size() > 50, () -> lines.size() + " lines");
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split("\t", -1);
      Bytes raw = Bytes.ofUtf8(fields[1].replace("<GS>", "\u001d"));
      Parsed<Label> label = Label.read(raw);
      assertEquals(fields[0].equals("true"), label instanceof Parsed.Ok, line);
      label.toOptional().ifPresent(read -> same(read, fields[2], fields[3], line));
    }
  }

  private static void same(Label label, String symbology, String expected, String line) {
    assertTrue(NAMES.getOrDefault(symbology, Set.of()).contains(label.symbology()), line);
    boolean goods =
        expected.contains("01123") || expected.contains("/01/") || symbology.startsWith("EAN");
    assertEquals(goods, Gs1.subjectOf(label).toOptional().isPresent(), line);
    switch (label.symbology().content()) {
      case ELEMENTS -> assertEquals(expected, unbracketed(label.elements()), line);
      case GTIN -> {
        int bar = expected.indexOf('|');
        String number = bar < 0 ? expected : expected.substring(0, bar);
        assertEquals("0".repeat(14 - number.length()) + number, label.elements().get(0).value());
        List<Element> more = label.elements().subList(1, label.elements().size());
        assertEquals(bar < 0 ? "^" : expected.substring(bar + 1), unbracketed(more), line);
      }
      case PLAIN -> assertEquals(label.link(), expected.contains("/01/"), line);
    }
  }

  /** Element strings as the engine prints them, with a circumflex for FNC1. */
  private static String unbracketed(List<Element> elements) {
    StringBuilder text = new StringBuilder("^");
    boolean separated = true;
    for (Element element : elements) {
      text.append(separated ? "" : "^").append(element.ai()).append(element.value());
      separated = Dictionary.exactly(element.ai()).orElseThrow().predefined();
    }
    return text.toString();
  }
}
