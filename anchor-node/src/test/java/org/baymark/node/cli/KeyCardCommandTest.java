package org.baymark.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalLong;
import javax.imageio.ImageIO;
import org.baymark.node.config.ConfigFile;
import org.baymark.node.folder.NodeKeys;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.node.papers.QrImage;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.papers.AllianceKeys;
import org.baymark.protocol.papers.KeyCard;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Key cards as a clerk makes them, and their codes as a scanner reads them (section 24.2). */
class KeyCardCommandTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Subject SHIPMENT = Subject.ofSscc("003456789012345670");

  @TempDir private Path temporary;
  private WorkingFolder folder = new WorkingFolder(Path.of(""));

  @BeforeEach
  void node() {
    folder = new WorkingFolder(temporary.resolve("node"));
    assertEquals(0, run("init", "--dir", folder.path().toString()));
  }

  private static int run(String... words) {
    String[] all = new String[words.length + 1];
    all[0] = "node";
    System.arraycopy(words, 0, all, 1, words.length);
    return Commands.run(InstantSource.fixed(NOW), all);
  }

  private KeyCard card(String... more) throws Exception {
    Path out = temporary.resolve("goods.keycard");
    String[] words = new String[7 + more.length];
    String[] first = {
      "key-card", "--dir", folder.path().toString(), "--sub", SHIPMENT.text(), "--out", "" + out
    };
    System.arraycopy(first, 0, words, 0, first.length);
    System.arraycopy(more, 0, words, first.length, more.length);
    assertEquals(0, run(words));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(out)));
    return KeyCard.parseFile(Files.readString(out)).toOptional().orElseThrow();
  }

  @Test
  void theCardIsOfTheShipmentAndOfTheMember() throws Exception {
    KeyCard card = card();
    AllianceKeys keys =
        AllianceKeys.parseText(Files.readString(folder.allianceKey())).toOptional().orElseThrow();
    assertEquals(keys.keys().get(0).keyOf(SHIPMENT), card.key());
    assertEquals(ConfigFile.read(folder.config()).name(), card.member());
    assertEquals(NOW.getEpochSecond(), card.issuedAt());
    assertTrue(card.signedBy(NodeKeys.read(folder).registrar().verifyingKey()));
  }

  @Test
  void aScannerReadsItsCode() throws Exception {
    Path png = temporary.resolve("goods.png");
    KeyCard card = card("--qr", png.toString());
    BufferedImage image = ImageIO.read(png.toFile());
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    String read =
        new QRCodeReader()
            .decode(
                new BinaryBitmap(
                    new HybridBinarizer(
                        new RGBLuminanceSource(image.getWidth(), image.getHeight(), pixels))),
                Map.of(DecodeHintType.PURE_BARCODE, true)) // nothing to look for in a drawn image
            .getText();
    assertEquals(card.text(), read);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(png)));
  }

  @Test
  void theNextKeyBegins180DaysLaterOrMore() throws Exception {
    String dir = folder.path().toString();
    assertEquals(64, run("next-key", "--dir", dir, "--from", "2027-05-21T11:59:59Z"));
    assertEquals(64, run("next-key", "--dir", dir, "--from", "next year"));
    KeyCard before = card();
    assertEquals(OptionalLong.empty(), before.epoch().until());
    assertEquals(0, run("next-key", "--dir", dir, "--from", "2027-05-21T12:00:00Z"));
    long end = Instant.parse("2027-05-21T12:00:00Z").getEpochSecond();
    assertTrue(before.speaksUntil() <= end);
    KeyCard after = card();
    assertEquals(OptionalLong.of(end), after.epoch().until());
    assertEquals(before.key(), after.key());
    KeyCard next = card("--epoch", "1");
    assertEquals(end, next.epoch().from());
    assertTrue(!next.key().equals(after.key()));
    assertEquals(
        1,
        run(
            "key-card",
            "--dir",
            dir,
            "--sub",
            SHIPMENT.text(),
            "--out",
            temporary.resolve("none").toString(),
            "--epoch",
            "2"));
  }

  @Test
  void aDeviceHasNoCard() {
    String out = temporary.resolve("none").toString();
    String dir = folder.path().toString();
    String device = "urn:dev:os:32473-sensor";
    assertEquals(64, run("key-card", "--dir", dir, "--sub", device, "--out", out));
    assertTrue(!Files.exists(Path.of(out)));
  }

  @Test
  void theTerminalShowsTheWholeCode() {
    String lines = QrImage.of("BAYMARK-KEY-CARD:1:0123").terminal();
    // A code of version 2: 25 modules and a border of 4, two rows to a line.
    assertEquals(17, lines.lines().count());
  }
}
