package org.baymark.protocol.vectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Refusal;

/**
 * gs1.json: what scanners send, and the subject that it names. The subjects are written by hand.
 */
final class Gs1Vectors {
  private static final String GTIN = "0109521234543213";
  private static final String GOODS = "/01/09521234543213";
  private static final String LINK = "]Q1https://example.com";

  private Gs1Vectors() {}

  static Bytes make() {
    ObjectNode root = Files.object();
    ArrayNode accepted = root.putArray("accepted");
    keys(accepted);
    symbols(accepted);
    links(accepted);
    ArrayNode refused = root.putArray("refused");
    refusedSymbols(refused);
    refusedElements(refused);
    refusedLinks(refused);
    root.set("engine", Gs1Rows.engine());
    root.set("identifiers", Gs1Rows.identifiers());
    return Files.json(root);
  }

  private static void keys(ArrayNode list) {
    accept(list, "a logistic unit", "]C100003456789012345670", "/00/003456789012345670");
    accept(list, "goods", "]d2" + GTIN, GOODS);
    accept(list, "goods by lot", "]d2" + GTIN + "10ABC-1", GOODS + "/10/ABC-1");
    accept(list, "goods by serial", "]d2" + GTIN + "211.2_3", GOODS + "/21/1.2_3");
    accept(list, "serial before lot", "]d2" + GTIN + "21S~10L", GOODS + "/10/L/21/S");
    accept(list, "a key at the end", "]d221S~10L~" + GTIN, GOODS + "/10/L/21/S");
    accept(list, "a lot with a slash", "]d2" + GTIN + "10A/1", GOODS + "/10/A%2F1");
    accept(
        list,
        "a lot of 20",
        "]d2" + GTIN + "10" + "/".repeat(20),
        GOODS + "/10/" + "%2F".repeat(20));
    accept(
        list,
        "every character that is escaped",
        "]C1401" + "9521!\"%&'()*+,/:;<=>?",
        "/401/9521%21%22%25%26%27%28%29%2A%2B%2C%2F%3A%3B%3C%3D%3E%3F");
    accept(list, "a shipment", "]C140295213210000000018", "/402/95213210000000018");
    String most = "]C180049521A~91" + "X".repeat(90) + ("~92" + "X".repeat(90)).repeat(4);
    String rest = "~93" + "X".repeat(512 - most.length() - 3 - 1) + "~";
    accept(list, "512 bytes", most + rest, "/8004/9521A");
    accept(list, "an asset", "]C180049521A", "/8004/9521A");
    accept(list, "a returnable asset, a kind", "]C1800309521321000018", "/8003/09521321000018");
    accept(
        list,
        "a returnable asset, one",
        "]C1800309521321000018A(1)",
        "/8003/09521321000018A%281%29");
    accept(list, "a place", "]C14149521321000018", "/414/9521321000018");
    accept(list, "a part of a place", "]C14149521321000018254D-3", "/414/9521321000018/254/D-3");
    accept(list, "a party", "]C14179521321000018", "/417/9521321000018");
    accept(
        list,
        "an SSCC before all",
        "]C102095212345432133704~10L~00003456789012345670",
        "/00/003456789012345670");
    accept(list, "an asset before goods", "]C1" + GTIN + "80049521A", "/8004/9521A");
    accept(
        list,
        "a shipment before a consignment",
        "]C14019521A~40295213210000000018",
        "/402/95213210000000018");
    accept(
        list,
        "qualifiers of another key",
        "]C1" + "00003456789012345670" + "10L~21S",
        "/00/003456789012345670");
    accept(list, "a serial of others", "]d2" + GTIN + "235X~10L", GOODS + "/10/L");
  }

  private static void symbols(ArrayNode list) {
    for (String identifier : new String[] {"]C1", "]e0", "]d2", "]Q3", "]J1"}) {
      accept(list, "elements in " + identifier, identifier + GTIN, GOODS);
    }
    accept(list, "EAN-13", "]E09521234543213", GOODS);
    accept(list, "UPC-A", "]E00012345678905", "/01/00012345678905");
    accept(list, "EAN-8", "]E402345673", "/01/00000002345673");
    accept(list, "ITF-14", "]I119521234543210", "/01/19521234543210");
    accept(list, "a composite", "]E09521234543213|]e010L~21S", GOODS + "/10/L/21/S");
    accept(list, "a separator where none is needed", "]d2" + GTIN + "~10L", GOODS + "/10/L");
    accept(list, "a separator at the end", "]d2" + GTIN + "10L~", GOODS + "/10/L");
    accept(list, "others between", "]d2" + GTIN + "17261231310300012510L", GOODS + "/10/L");
    accept(list, "a day that is not said", "]d2" + GTIN + "17260200", GOODS);
    accept(list, "a leap day", "]d2" + GTIN + "17280229", GOODS);
    accept(list, "the same twice", "]d2" + GTIN + "10L~10L", GOODS + "/10/L");
    accept(list, "optional parts", "]d2" + GTIN + "80082612312359~10L", GOODS + "/10/L");
  }

  private static void links(ArrayNode list) {
    accept(list, "a link", LINK + GOODS, GOODS);
    accept(list, "alone", "https://example.com" + GOODS, GOODS);
    accept(list, "in Data Matrix", "]d1http://example.com" + GOODS, GOODS);
    accept(list, "in DotCode", "]J0http://example.com" + GOODS, GOODS);
    accept(list, "in Code 128", "]C0http://example.com" + GOODS, GOODS);
    accept(list, "scheme and domain in upper case", "]Q1HTTPS://EXAMPLE.COM" + GOODS, GOODS);
    accept(list, "a port and a path", "]Q1https://a.b:8080/x/y" + GOODS + "/10/L", GOODS + "/10/L");
    accept(list, "the last key counts", LINK + "/01/x" + GOODS, GOODS);
    accept(list, "escapes that need not be", LINK + GOODS + "/10/%41%2f", GOODS + "/10/A%2F");
    accept(
        list, "what a path need not escape", LINK + GOODS + "/10/(A:1)", GOODS + "/10/%28A%3A1%29");
    accept(list, "a variant", LINK + GOODS + "/22/V/10/L/21/S", GOODS + "/10/L/21/S");
    accept(list, "attributes", LINK + GOODS + "?17=261231&linkType=gs1:pip&x#y", GOODS);
    accept(list, "a key among the attributes", LINK + GOODS + "?00=003456789012345670", GOODS);
    accept(list, "a lot among the attributes", LINK + GOODS + "/235/X?10=L", GOODS + "/10/L");
  }

  private static void refusedSymbols(ArrayNode list) {
    refuse(list, "nothing", "");
    refuse(list, "no symbology identifier", "00003456789012345670");
    refuse(list, "an unknown symbology identifier", "]A000003456789012345670");
    refuse(list, "half a symbology identifier", "]C");
    refuse(list, "no element", "]C1");
    refuse(list, "no GS1 data", "]Q1TESTING");
    refuse(list, "brackets", "]C1(00)003456789012345670");
    refuse(list, "12 digits in EAN-13", "]E0952123454321");
    refuse(list, "14 digits in EAN-13", "]E009521234543213");
    refuse(list, "7 digits in EAN-8", "]E40234567");
    refuse(list, "13 digits in ITF-14", "]I19521234543213");
    refuse(list, "a letter in EAN-13", "]E0952123A543213");
    refuse(list, "the check digit of EAN-13", "]E09521234543214");
    refuse(list, "no composite component", "]E09521234543213|10L");
    refuse(list, "a composite of other goods", "]E09521234543213|]e00109521234543220");
    refuse(list, "a composite with a count of what is inside", "]E09521234543213|]e03704");
    refuse(list, "an empty composite component", "]E09521234543213|]e0");
    ObjectNode large = list.addObject().put("note", "513 bytes");
    large.put(
        "raw", hex(LINK + GOODS + "?x=" + "y".repeat(513 - LINK.length() - GOODS.length() - 3)));
    large.put("reason", Refusal.TOO_LARGE.wireName());
  }

  private static void refusedElements(ArrayNode list) {
    refuse(list, "no key", "]d210L~21S");
    refuse(list, "no key of a subject", "]C14109521321000018");
    refuse(list, "an unknown identifier", "]d2" + GTIN + "09A");
    refuse(list, "half an identifier", "]d2" + GTIN + "1");
    refuse(list, "two separators", "]d2" + GTIN + "10L~~21S");
    refuse(list, "a separator at the start", "]d2~" + GTIN);
    refuse(list, "the separator is missing", "]d2" + GTIN + "10" + "L".repeat(20) + "21S");
    refuse(
        list,
        "the separator behind a fixed length is missing",
        "]C1402952132100000000188004" + "9521A");
    refuse(list, "a separator inside", "]C1000034567~89012345670");
    refuse(list, "an SSCC of 17 digits", "]C10000345678901234567");
    refuse(list, "the check digit of an SSCC", "]C100003456789012345671");
    refuse(list, "the check digit of a GTIN", "]d20109521234543214");
    refuse(list, "the check digit of a GSIN", "]C140295213210000000017");
    refuse(list, "the check digit of a place", "]C14149521321000010");
    refuse(list, "the check digit of a party", "]C14179521321000010");
    refuse(list, "the check digit of a GRAI", "]C1800309521321000010A");
    refuse(list, "a GRAI without its zero", "]C1800319521321000018");
    refuse(list, "a GRAI with 17 characters behind", "]C1800309521321000018" + "A".repeat(17));
    refuse(list, "an asset without a prefix", "]C18004A9521");
    refuse(list, "an asset of three digits", "]C18004952");
    refuse(list, "an asset of 31 characters", "]C180049521" + "A".repeat(27));
    refuse(list, "a consignment without a prefix", "]C1401952A");
    refuse(list, "an empty lot", "]d2" + GTIN + "10");
    refuse(list, "a lot of 21", "]d2" + GTIN + "10" + "L".repeat(21));
    refuse(list, "a space", "]d2" + GTIN + "10A B");
    refuse(list, "a control character", "]d2" + GTIN + "10A\u001c");
    refuse(list, "a letter that is not ASCII", "]d2" + GTIN + "10\u00e4");
    refuse(list, "a circumflex for a separator", "]d2" + GTIN + "10L^21S");
    refuse(list, "month 13", "]d2" + GTIN + "17261301");
    refuse(list, "30 February", "]d2" + GTIN + "17280230");
    refuse(list, "29 February of a common year", "]d2" + GTIN + "17260229");
    refuse(list, "day 0 where a day is required", "]d2" + GTIN + "7006260200");
    refuse(list, "hour 24", "]d2" + GTIN + "70032612312400");
    refuse(list, "minute 60", "]d2" + GTIN + "70032612312360");
    refuse(list, "twice, with different values", "]d2" + GTIN + "10L~10M");
    refuse(list, "goods and their count", "]d2" + GTIN + "3704");
    refuse(list, "goods and contents", "]d2" + GTIN + "0209521234543213");
    refuse(list, "two kinds of serial", "]d2" + GTIN + "21S~235X");
    refuse(list, "a lot of one dot", "]d2" + GTIN + "10.");
    refuse(list, "a lot of two dots", "]d2" + GTIN + "10..");
  }

  private static void refusedLinks(ArrayNode list) {
    refuse(list, "a check digit, in a link alone", "https://example.com/01/09521234543214");
    refuse(list, "a link to goods with a count", LINK + GOODS + "?37=4");
    refuse(list, "another scheme", "]Q1ftp://example.com" + GOODS);
    refuse(list, "no domain", "]Q1https://" + GOODS);
    refuse(list, "a user", "]Q1https://a@example.com" + GOODS);
    refuse(list, "no path", LINK);
    refuse(list, "no key in the path", LINK + "/x/y");
    refuse(list, "a word for a key", LINK + "/gtin/09521234543213");
    refuse(list, "a path that goes on", LINK + GOODS + "/x");
    refuse(list, "a slash at the end", LINK + GOODS + "/");
    refuse(list, "a GTIN of 13 digits", LINK + "/01/9521234543213");
    refuse(list, "a check digit", LINK + "/01/09521234543214");
    refuse(list, "an SSCC of 19 digits", LINK + "/00/0034567890123456701");
    refuse(list, "a key of no subject", LINK + "/253/9521321000018");
    refuse(list, "an empty qualifier", LINK + GOODS + "/10/");
    refuse(list, "serial before lot", LINK + GOODS + "/21/S/10/L");
    refuse(list, "a qualifier of another key", LINK + "/00/003456789012345670/10/L");
    refuse(list, "a space in a URI", LINK + GOODS + "?x= ");
    refuse(list, "an escape of one digit", LINK + GOODS + "/10/A%2");
    refuse(list, "an escape of a space", LINK + GOODS + "/10/A%20B");
    refuse(list, "an escape of two dots", LINK + GOODS + "/10/%2E%2E");
    refuse(list, "a lot in the query", LINK + GOODS + "?10=L");
    refuse(list, "a serial in the query", LINK + "/00/003456789012345670?21=S");
    refuse(list, "an unknown identifier in the query", LINK + GOODS + "?09=1");
    refuse(list, "an attribute twice", LINK + GOODS + "?17=261231&17=261231");
    refuse(list, "an attribute without value", LINK + GOODS + "?17=");
    refuse(list, "a plus in the query", LINK + GOODS + "?240=A+B");
  }

  private static void accept(ArrayNode list, String note, String label, String path) {
    ObjectNode one = list.addObject().put("note", note).put("raw", hex(label));
    one.put("sub", "https://id.gs1.org" + path);
  }

  private static void refuse(ArrayNode list, String note, String label) {
    ObjectNode one = list.addObject().put("note", note).put("raw", hex(label));
    one.put("reason", Refusal.BAD_SUBJECT.wireName());
  }

  /** A tilde, which no label here has, stands for a separator. */
  private static String hex(String label) {
    return Bytes.owning(label.replace('~', '\u001d').getBytes(StandardCharsets.ISO_8859_1)).hex();
  }
}
