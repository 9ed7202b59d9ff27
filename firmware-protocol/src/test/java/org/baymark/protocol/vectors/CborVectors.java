package org.baymark.protocol.vectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Refusal;

/** cbor.json and names.json: items, sequences, names and subjects, and what of it is refused. */
final class CborVectors {
  private CborVectors() {}

  static Bytes make() {
    ObjectNode root = Files.object();
    ArrayNode accepted = root.putArray("accepted");
    for (String hex :
        new String[] {
          "00",
          "17",
          "1818",
          "190100",
          "1a00010000",
          "1b0000000100000000",
          "20",
          "1bffffffffffffffff",
          "40",
          "4401020304",
          "60",
          "62c3bc",
          "80",
          "83010203",
          "a0",
          "a201020304",
          "a201202020",
          "a3000102012003",
          "c48221190141",
          "f4",
          "f5",
          "f6",
          "f7",
          "f820",
          "f90000",
          "f98000",
          "f97c00",
          "f97e00",
          "f93c00",
          "fa47c35000",
          "fb3ff199999999999a",
          "81".repeat(16) + "00"
        }) {
      accepted.add(hex);
    }
    ArrayNode refused = root.putArray("refused");
    for (String hex :
        new String[] {
          "",
          "18",
          "1900",
          "41",
          "61ff",
          "63eda080",
          "62c080",
          "81",
          "a1",
          "a100",
          "1c",
          "fc",
          "ff",
          "f81f",
          "5b7fffffffffffffff",
          "9affffffff",
          "a1ff00",
          "a10018",
          "f8",
          "f900",
          "fa000000",
          "fb00000000000000"
        }) {
      refuse(refused, hex, Refusal.NOT_CBOR);
    }
    for (String hex :
        new String[] {
          "1800",
          "1817",
          "190017",
          "1900ff",
          "1a0000ffff",
          "1b00000000ffffffff",
          "580100",
          "5f4100ff",
          "7f6100ff",
          "9f00ff",
          "bf0000ff",
          "a201000000",
          "a200000000",
          "a220000000",
          "a2613100613000",
          "fa3fc00000",
          "fb3ff8000000000000",
          "fa7fc00000",
          "fb7ff8000000000000",
          "f97e01",
          "f9fe00",
          "fa7f800000",
          "d81200"
        }) {
      refuse(refused, hex, Refusal.NOT_DETERMINISTIC);
    }
    refuse(refused, "81".repeat(17) + "00", Refusal.TOO_DEEP);
    refuse(refused, "c1".repeat(17) + "00", Refusal.TOO_DEEP);
    refuse(refused, "0000", Refusal.TRAILING_BYTES);
    refuse(refused, "8000", Refusal.TRAILING_BYTES);
    ArrayNode sequences = root.putArray("sequences");
    sequence(sequences);
    sequence(sequences, "00");
    sequence(sequences, "00", "8100", "a10000", "00");
    sequence(sequences, "00", "1800");
    sequence(sequences, "8100", "82008100", "ff00");
    sequence(sequences, "ff00");
    return Files.json(root);
  }

  /** What is not well-formed or not deterministic is the last, with all behind it. */
  private static void sequence(ArrayNode sequences, String... items) {
    ObjectNode one = sequences.addObject().put("hex", String.join("", items));
    ArrayNode list = one.putArray("items");
    for (String item : items) {
      list.add(item);
    }
  }

  private static void refuse(ArrayNode refused, String hex, Refusal reason) {
    refused.addObject().put("hex", hex).put("reason", reason.wireName());
  }

  static Bytes names() {
    ObjectNode root = Files.object();
    list(
        root,
        "names",
        "urn:dev:mac:acde48fffe234567",
        "urn:dev:mac:00",
        "urn:dev:ow:10e2073a01080063",
        "urn:dev:ow:264437f5000000ed_humidity",
        "urn:dev:org:32473-foo",
        "urn:dev:org:32473-foo:bar",
        "urn:dev:os:32473-123456",
        "urn:dev:os:32473-12-34-56",
        "urn:dev:ops:32473-Refrigerator-5002",
        "urn:dev:example:new-1-2-3_comp",
        "urn:dev:os:1-a_b_c",
        "urn:dev:os:1-.-",
        "urn:dev:x:" + "a".repeat(118));
    list(
        root,
        "refusedNames",
        "",
        "urn:dev:",
        "urn:dev:mac:",
        "urn:dev:mac:abc",
        "urn:dev:mac:ACDE48FFFE234567",
        "urn:dev:mac:acde48fffe234567\n",
        "URN:DEV:mac:acde48fffe234567",
        "urn:DEV:mac:00",
        "urn:dev:os:032473-1",
        "urn:dev:os:32473",
        "urn:dev:os:32473-",
        "urn:dev:os:32473-a b",
        "urn:dev:os:32473-a_",
        "urn:dev:os:32473-a__b",
        "urn:dev:os:32473-a:",
        "urn:dev:ops:32473-5002",
        "urn:dev:ops:32473-a-b_",
        "urn:dev:Example:a",
        "urn:dev:example",
        "urn:dev:example:",
        "urn:dev:os:32473-\u00fc",
        "urn:dev:os:32473-%41",
        "urn:dev:x:" + "a".repeat(119),
        "urn:dev:1x:a",
        "urn:dev:os:a");
    list(
        root,
        "subjects",
        "https://id.gs1.org/00/003456789012345670",
        "https://id.gs1.org/01/09521234543213",
        "https://id.gs1.org/01/09521234543213/10/ABC-1",
        "https://id.gs1.org/01/09521234543213/21/1.2_3",
        "https://id.gs1.org/01/09521234543213/10/ABC/21/" + "z".repeat(20),
        "https://id.gs1.org/01/09521234543213/10/A%2FB/21/%21%22%25%26%27%28%29%2A%2B%2C",
        "https://id.gs1.org/01/09521234543213/10/%3A%3B%3C%3D%3E%3F/21/.%2F.",
        "https://id.gs1.org/01/09521234543213/10/" + "%2F".repeat(20),
        Said.DOCK.text(),
        Said.DOCK.text() + "/254/D-3",
        "https://id.gs1.org/417/9521321000018",
        "https://id.gs1.org/8003/09521321000018",
        "https://id.gs1.org/8003/09521321000018" + "A".repeat(16),
        "https://id.gs1.org/8004/9521",
        "https://id.gs1.org/8004/9521" + "%2F".repeat(26),
        "https://id.gs1.org/402/95213210000000018",
        "https://id.gs1.org/401/9521A",
        "urn:dev:mac:acde48fffe234567");
    list(
        root,
        "refusedSubjects",
        "",
        "https://id.gs1.org/00/003456789012345671",
        "https://id.gs1.org/00/3456789012345670",
        "http://id.gs1.org/00/003456789012345670",
        "https://ID.gs1.org/00/003456789012345670",
        "https://id.gs1.org/00/003456789012345670/",
        "https://id.gs1.org/00/003456789012345670\n",
        "https://id.gs1.org/00/003456789012345670?x=1",
        "https://id.gs1.org/sscc/003456789012345670",
        "https://example.com/00/003456789012345670",
        "https://id.gs1.org/01/9521234543213",
        "https://id.gs1.org/01/09521234543214",
        "https://id.gs1.org/01/09521234543213/21/1/10/ABC",
        "https://id.gs1.org/01/09521234543213/10/",
        "https://id.gs1.org/01/09521234543213/10/A%2fB",
        "https://id.gs1.org/01/09521234543213/10/A%2",
        "https://id.gs1.org/01/09521234543213/10/%41",
        "https://id.gs1.org/01/09521234543213/10/%2D",
        "https://id.gs1.org/01/09521234543213/10/A%20B",
        "https://id.gs1.org/01/09521234543213/10/%00",
        "https://id.gs1.org/01/09521234543213/10/A+B",
        "https://id.gs1.org/01/09521234543213/10/A~B",
        "https://id.gs1.org/01/09521234543213/10/.",
        "https://id.gs1.org/01/09521234543213/10/../21/1",
        "https://id.gs1.org/01/09521234543213/10/" + "z".repeat(21),
        "https://id.gs1.org/01/09521234543213/10/" + "%2F".repeat(21),
        "https://id.gs1.org/01/09521234543213/22/A",
        "https://id.gs1.org/00/003456789012345670/10/A",
        "https://id.gs1.org/414/952132100001",
        "https://id.gs1.org/414/9521321000018/254/",
        "https://id.gs1.org/417/9521321000018/254/A",
        "https://id.gs1.org/417/9521321000010",
        "https://id.gs1.org/410/9521321000018",
        "https://id.gs1.org/8003/9521321000018",
        "https://id.gs1.org/8003/19521321000018",
        "https://id.gs1.org/8003/09521321000010",
        "https://id.gs1.org/8003/09521321000018" + "A".repeat(17),
        "https://id.gs1.org/8004/123",
        "https://id.gs1.org/8004/A9521",
        "https://id.gs1.org/8004/9521" + "A".repeat(27),
        "https://id.gs1.org/402/95213210000000017",
        "https://id.gs1.org/402/9521321000000001",
        "https://id.gs1.org/401/952A",
        "urn:dev:mac:ABCD",
        "003456789012345670");
    return Files.json(root);
  }

  private static void list(ObjectNode root, String name, String... texts) {
    ArrayNode array = root.putArray(name);
    for (String text : texts) {
      array.add(text);
    }
  }
}
