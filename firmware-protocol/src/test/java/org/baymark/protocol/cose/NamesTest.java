package org.baymark.protocol.cose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Each thing has one name: device URNs of RFC 9039, GS1 keys as canonical Digital Links. */
class NamesTest {

  /** RFC 9039, section 3.2 (grammar) and 4 (examples), and what stands just beside them. */
  @Test
  void deviceUrns() {
    String accepted =
        """
        urn:dev:mac:0024beffff804ff1
        urn:dev:mac:acde48234567
        urn:dev:mac:00
        urn:dev:ow:10e2073a01080063
        urn:dev:ow:264437f5000000ed_humidity
        urn:dev:ow:264437f5000000ed_temperature
        urn:dev:org:32473-foo
        urn:dev:org:32473-1:2.a-b
        urn:dev:os:32473-123456
        urn:dev:os:32473-12-34-56
        urn:dev:os:32473-123456_sensor_2
        urn:dev:ops:32473-Refrigerator-5002
        urn:dev:ops:32473-Refrigerator-5002:x
        urn:dev:ops:1-A.b-5-0-0-2
        urn:dev:newsubtype:something
        urn:dev:example:new-1-2-3_comp
        urn:dev:x1:-
        urn:dev:example:A.B:C
        """;
    accepted.lines().forEach(name -> assertTrue(DevUrn.isValid(name), name));
    String refused =
        """
        urn:dev:
        urn:dev:mac
        urn:dev:mac:
        urn:dev:mac:0
        urn:dev:mac:002
        urn:dev:mac:00AB
        urn:dev:mac:0g
        urn:dev:mac:00:11
        urn:dev:mac:00_
        urn:dev:mac:00__a
        urn:dev:ow:1
        urn:dev:ow:
        urn:dev:org:32473
        urn:dev:org:32473-
        urn:dev:org:032473-foo
        urn:dev:org:0-foo
        urn:dev:org:-foo
        urn:dev:org:32473-foo:
        urn:dev:org:32473-foo::bar
        urn:dev:os:32473
        urn:dev:os:a-1
        urn:dev:ops:32473-5002
        urn:dev:ops:32473-Refrigerator-
        urn:dev:ops:32473--5002
        urn:dev:Example:a
        urn:dev:1example:a
        urn:dev:exam_ple:a
        urn:dev:example:
        urn:dev:example
        urn:dev:example:a b
        urn:dev:example:a/b
        urn:dev:example:a%20b
        urn:dev:example:\u00fc
        urn:dev:example:a?b
        urn:dev:example:a#b
        URN:dev:example:a
        urn:DEV:example:a
        urn:device:example:a
        x:urn:dev:example:a
        https://id.gs1.org/00/003456789012345670
        """;
    refused.lines().forEach(name -> assertFalse(DevUrn.isValid(name), name));
    for (String name : new String[] {"", "urn:dev:example:a\n", " urn:dev:example:a"}) {
      assertFalse(DevUrn.isValid(name), name);
    }
    assertThrows(IllegalArgumentException.class, () -> new DevUrn("urn:dev:mac:0"));
  }

  @Test
  void namesHaveAtMost128Characters() {
    String start = "urn:dev:os:32473-";
    assertTrue(DevUrn.isValid(start + "a".repeat(128 - start.length())));
    assertFalse(DevUrn.isValid(start + "a".repeat(129 - start.length())));
    // No depth of the expression's own: many groups, and far too many.
    assertTrue(DevUrn.isValid(start + "a" + "_b".repeat(55)));
    assertFalse(DevUrn.isValid(start + "a" + "_b".repeat(1_000_000)));
    assertFalse(Subject.isValid("https://id.gs1.org/00/" + "0".repeat(1_000_000)));
  }

  @Test
  void gs1Subjects() {
    String accepted =
        """
        https://id.gs1.org/00/003456789012345670
        https://id.gs1.org/00/106141412345678908
        https://id.gs1.org/01/09506000134352
        https://id.gs1.org/01/09506000134352/10/ABC123
        https://id.gs1.org/01/09506000134352/21/1-2_3.4
        https://id.gs1.org/01/09506000134352/10/ABC123/21/12345678901234567890
        https://id.gs1.org/01/09506000134352/10/A%2FB
        https://id.gs1.org/414/9521321000018
        https://id.gs1.org/414/9521321000018/254/DOCK-3
        https://id.gs1.org/417/9521321000018
        https://id.gs1.org/8003/09521321000018A%281%29
        https://id.gs1.org/8004/9521A
        https://id.gs1.org/402/95213210000000018
        https://id.gs1.org/401/9521%25
        """;
    accepted.lines().forEach(text -> assertTrue(Subject.isValid(text), text));
    String refused =
        """
        http://id.gs1.org/00/003456789012345670
        https://ID.gs1.org/00/003456789012345670
        https://id.gs1.org/00/003456789012345671
        https://id.gs1.org/00/3456789012345670
        https://id.gs1.org/00/0003456789012345670
        https://id.gs1.org/00/003456789012345670/
        https://id.gs1.org/00/003456789012345670?x=1
        https://id.gs1.org/00/003456789012345670#a
        https://id.gs1.org/sscc/003456789012345670
        https://example.com/00/003456789012345670
        https://id.gs1.org/01/9506000134352
        https://id.gs1.org/01/09506000134353
        https://id.gs1.org/01/09506000134352/
        https://id.gs1.org/01/09506000134352/10/
        https://id.gs1.org/01/09506000134352/10/A%2fB
        https://id.gs1.org/01/09506000134352/10/A/B
        https://id.gs1.org/01/09506000134352/21/123456789012345678901
        https://id.gs1.org/01/09506000134352/21/1/10/A
        https://id.gs1.org/01/09506000134352/22/A
        https://id.gs1.org/414/9521321000010
        https://id.gs1.org/414/952132100001
        https://id.gs1.org/8003/09506000134353
        (00)003456789012345670
        urn:epc:id:sscc:0614141.1234567890
        """;
    refused.lines().forEach(text -> assertFalse(Subject.isValid(text), text));
    assertFalse(Subject.isValid("https://id.gs1.org/00/003456789012345670\n"));
    assertFalse(Subject.isValid("https://id.gs1.org/00/\u0660\u0660".repeat(1)));
  }

  /** GS1 General Specifications, section 7.9: every single wrong digit is found. */
  @Test
  void checkDigitsFindEveryWrongDigit() {
    String sscc = "106141412345678908";
    assertEquals('8', Subject.checkDigit(sscc.substring(0, 17)));
    assertEquals('2', Subject.checkDigit("0950600013435"));
    assertEquals('8', Subject.checkDigit("952132100001"));
    for (int at = 0; at < sscc.length(); at++) {
      for (char digit = '0'; digit <= '9'; digit++) {
        String other = sscc.substring(0, at) + digit + sscc.substring(at + 1);
        assertEquals(other.equals(sscc), Subject.isValid("https://id.gs1.org/00/" + other), other);
      }
    }
  }

  @Test
  void subjectsKnowWhatTheyAre() {
    Subject shipment = Subject.ofSscc("106141412345678908");
    Subject device = Subject.of(Keys.SENSOR);
    Subject place = new Subject("https://id.gs1.org/414/9521321000018");
    Subject party = new Subject("https://id.gs1.org/417/9521321000018");
    assertTrue(party.isParty() && !place.isParty() && !party.isPlace() && !device.isParty());
    assertFalse(shipment.isDevice() || shipment.isPlace() || device.isPlace() || place.isDevice());
    assertTrue(device.isDevice() && place.isPlace());
    assertThrows(IllegalArgumentException.class, () -> Subject.ofSscc("106141412345678907"));
  }
}
