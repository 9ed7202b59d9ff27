package org.baymark.protocol.gs1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.junit.jupiter.api.Test;

/** Which subject a label names, and where the fault is in one that names none. */
class LabelTest {
  private static final String LINK = "https://id.gs1.org";

  @Test
  void everyKeyInElementStrings() {
    // Made up where the General Specifications have no example of their own; 952 is for examples.
    subject("]C100106141412345678908", "/00/106141412345678908");
    subject("]C100106141412345678908|", "");
    subject("]d20109521234543213", "/01/09521234543213");
    subject("]d2010952123454321310ABC/1~21S.1", "/01/09521234543213/10/ABC%2F1/21/S.1");
    subject("]Q321S.1~10ABC/1~0109521234543213", "/01/09521234543213/10/ABC%2F1/21/S.1");
    subject("]e04149521321000018", "/414/9521321000018");
    subject("]J14149521321000018254DOCK 3", "");
    subject("]J14149521321000018254DOCK-3", "/414/9521321000018/254/DOCK-3");
    subject("]C14179521321000018", "/417/9521321000018");
    subject("]C1800309521321000018", "/8003/09521321000018");
    subject("]C1800309521321000018A+1", "/8003/09521321000018A%2B1");
    subject("]C1800495213210000A(1)", "/8004/95213210000A%281%29");
    subject("]C140295213210000000018", "/402/95213210000000018");
    subject("]C14019521321\"%&'*,:;<=>?!", "/401/9521321%22%25%26%27%2A%2C%3A%3B%3C%3D%3E%3F%21");
  }

  @Test
  void numbersWithoutIdentifier() {
    subject("]E09521234543213", "/01/09521234543213");
    subject("]E0012345678905", "");
    subject("]E00012345678905", "/01/00012345678905");
    subject("]E402345673", "/01/00000002345673");
    subject("]I109521234543213", "/01/09521234543213");
    subject("]E402345673|]e010A~21B", "/01/00000002345673/10/A/21/B");
  }

  @Test
  void separatorsAsTheGeneralSpecificationsAllowThem() {
    String sub = "/01/09521234543213/10/A";
    subject("]d2010952123454321310A", sub);
    subject("]d2010952123454321310A~", sub);
    subject("]d20109521234543213~10A", sub);
    subject("]d20109521234543213~10A~17261231~", sub);
    subject("]d20109521234543213~~10A", "");
    subject("]d2~010952123454321310A", "");
    subject("]d2010952123454321310A~~", "");
  }

  @Test
  void theFirstKeyOfTheOrderCountsOnALabelWithSeveral() {
    subject("]C102095212345432133704~10L~00106141412345678908", "/00/106141412345678908");
    subject("]C10209521234543213~37~", "");
    subject("]C14019521321A~40295213210000000018", "/402/95213210000000018");
    subject("]C101095212345432138004952132A", "/8004/952132A");
    subject("]C141795213210000184149521321000018", "/414/9521321000018");
    subject("]C14109521321000018", "");
  }

  @Test
  void digitalLinks() {
    String sub = "/01/09521234543213/10/A%2FB/21/S";
    subject("]Q1https://id.gs1.org" + sub, sub);
    subject("]Q1HTTP://Brand.example:8080/de/shop" + sub + "?17=261231&linkType=gs1:pip#top", sub);
    subject("https://x/01/09521234543213/10/%41%2fB/21/S", sub);
    subject("]Q1https://x/01/faux/01/09521234543213", "/01/09521234543213");
    subject("]Q1https://x/01/09521234543213/22/V/10/A%2FB/21/S", sub);
    subject("]Q1https://x/01/09521234543213/235/V?10=A", "/01/09521234543213/10/A");
    subject("]Q1https://x/8004/9521%25", "/8004/9521%25");
    subject("]Q1https://x/8004/9521/7040/1ABC?x&&y=%", "/8004/9521");
    subject("]Q1https://x/01/09521234543213?00=106141412345678908", "/01/09521234543213");
    subject("]d1https://x/414/9521321000018/254/A?", "/414/9521321000018/254/A");
    subject("]Q1ftp://x/01/09521234543213", "");
  }

  /** Label, offset of the fault, what is said of it. A tilde is a separator. */
  @Test
  void malformedLabels() {
    refused("", 0, "no symbology identifier that is known here");
    refused("00106141412345678908", 0, "no symbology identifier that is known here");
    refused("]A0", 0, "no symbology identifier that is known here");
    refused("]C1", 3, "no application identifier that is known");
    refused("]C109", 3, "no application identifier that is known");
    refused("]C100106141412345678907", 5, "(00) has the check digit 7 where 8 is right");
    refused("]C10010614141234567890", 22, "(00) is too short");
    refused("]C10010614141234567890A", 22, "(00) has a character that it may not have");
    refused("]d2010952123454321310", 21, "(10) is too short");
    refused(
        "]d210123456789012345678901",
        25,
        "(10) is too long, or the separator behind it is missing");
    refused("]d210A B", 6, "(10) has a character that it may not have");
    refused("]d210A\u00e9", 6, "(10) has a character that it may not have");
    refused("]C1800319521321000018", 7, "(8003) does not begin with 0");
    refused("]C18004952A", 7, "(8004) does not begin with the digits of a company prefix");
    refused("]d217261301", 5, "(17) has no such month");
    refused("]d217260230", 5, "(17) has no such day");
    refused("]d24326260200", 7, "(4326) has no such day");
    refused("]d270032612312460", 13, "(7003) has no such hour");
    refused("]d210A~10B", 9, "(10) stands twice, with different values");
    refused("]d20109521234543213370001", 21, "(37) contradicts (01)");
    refused("]E0952123454321", 15, "this symbol has 13 digits, not 12");
    refused("]E095212345432134", 16, "this symbol has 13 digits, not 14");
    refused("]E09521234543214", 3, "(01) has the check digit 4 where 3 is right");
    refused("]E0952123A543213", 9, "(01) has a character that it may not have");
    refused("]E09521234543213|]C110A", 16, "no composite component, which begins with ]e0");
    refused("]E09521234543213|]e0", 20, "no application identifier that is known");
    refused("]Q1TESTING", 3, "no key of a subject on this label");
    refused("]C110A", 3, "no key of a subject on this label");
    refused("]d25301", 3, "no application identifier that is known");
    refused("]d2" + "1".repeat(510), 512, "a scan has at most 512 bytes");
    refused("https://x", 8, "a Digital Link has a domain and a path");
    refused("https:///01/09521234543213", 8, "a Digital Link has a domain and a path");
    refused("https://x?/01/09521234543213", 9, "a character that no domain has");
    refused("https://x/01/095212 4543213", 19, "a character that no URI has");
    refused("https://x/", 10, "no GS1 key in the path of this link");
    refused("https://x/gtin/09521234543213", 10, "no GS1 key in the path of this link");
    refused("https://x/01/09521234543213/", 10, "no GS1 key in the path of this link");
    refused("https://x/01/", 13, "(01) is too short");
    refused("https://x/01/9521234543213", 13, "(01) is too short");
    refused("https://x/00/1061414123456789080", 13, "(00) is too long");
    refused("https://x/01/09521234543213/21/S/10/A", 33, "(10) does not belong here behind (01)");
    refused("https://x/00/106141412345678908/10/A", 32, "(10) does not belong here behind (00)");
    refused("https://x/01/09521234543213/17/261231", 28, "(17) does not belong here behind (01)");
    refused("https://x/8004/9521%2", 19, "a percent sign without two hexadecimal digits");
    refused("https://x/8004/9521%G0", 19, "a percent sign without two hexadecimal digits");
    refused("https://x/8004/9521%00", 15, "(8004) has a character that it may not have");
    refused("https://x/8004/9521?89=1", 20, "no application identifier that is known");
    refused("https://x/8004/9521?21=1", 20, "(21) may not stand in the query of a link");
    refused(
        "https://x/01/09521234543213?10=A",
        28,
        "(10) belongs in the path of a link, not in its query");
    refused("https://x/8004/9521?10=A&10=A", 25, "(10) stands twice");
    refused("https://x/8004/9521?10=A+B", 23, "(10) has a character that it may not have");
    refused("https://x/8004/9521?17=", 23, "(17) is too short");
    refused("https://x/253/9521321000018", 14, "(253) is no key of a subject");
    refused(
        "https://x/01/09521234543213/10/%2E%2e",
        13, "a value of one or two dots, which no URI can carry");
  }

  @Test
  void whatPeopleReadOnIt() {
    Label label = Label.read(bytes("]d2010952123454321310A/1~17261231")).toOptional().orElseThrow();
    assertEquals("(01)09521234543213(10)A/1(17)261231", label.text());
    assertEquals(Symbology.GS1_DATA_MATRIX, label.symbology());
    assertEquals(27, label.element("17").orElseThrow().offset());
    assertTrue(Label.read(bytes("]Q1TESTING")).toOptional().orElseThrow().elements().isEmpty());
  }

  private static Bytes bytes(String raw) {
    byte[] octets = new byte[raw.length()];
    for (int i = 0; i < octets.length; i++) {
      octets[i] = (byte) (raw.charAt(i) == '~' ? 0x1d : raw.charAt(i));
    }
    return Bytes.owning(octets);
  }

  /** The path of the subject; empty: the label names none. */
  private static void subject(String raw, String path) {
    assertEquals(
        path.isEmpty() ? "none" : LINK + path,
        Gs1.subjectOf(bytes(raw)).match(subject -> subject.text(), no -> "none"),
        raw);
  }

  private static void refused(String raw, int offset, String detail) {
    Refusal why = offset == 512 ? Refusal.TOO_LARGE : Refusal.BAD_SUBJECT;
    assertEquals(new Parsed.Refused<>(why, offset, detail), Gs1.subjectOf(bytes(raw)), raw);
  }
}
