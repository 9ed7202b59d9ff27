package org.baymark.gateway.web;

import static org.baymark.gateway.GatewayFixture.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.admission.Arrival;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.enrolment.Label;
import org.baymark.protocol.statement.Kind;
import org.baymark.protocol.statement.Reading;
import org.baymark.protocol.statement.Telemetry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, as an operator and a viewer use it. */
class PageIT {
  private static final TestDevice REEFER = TestDevice.named("reefer-7", Suite.EDDSA);
  private static final TestDevice SCANNER = TestDevice.named("gate-scanner", Suite.ES256);
  private static final TestDevice HOSTILE = TestDevice.named("hostile", Suite.EDDSA);
  private static final TestDevice STRANGER = TestDevice.named("stranger", Suite.EDDSA);
  private static final Subject PALLET = new Subject("https://id.gs1.org/00/106141412345678908");
  private static final String MARKUP = "<img src=x onerror=\"document.title='owned'\">";
  private static final int SCREENSHOT_MAX = 200_000; // bytes

  @TempDir Path folder;
  private WebFixture fixture;
  private OutgoingFixture gateway;
  private Chromium browser;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    Optional<Path> program = Chromium.program();
    if (program.isEmpty()) {
      String what = "skipped: no chromium here (Debian: apt install chromium)";
      assertFalse("true".equals(System.getenv("CI")), what + ", and CI may not skip it");
      System.out.println(what);
      Assumptions.abort(what);
    }
    fixture = // the page holds its clock against the browser's
        new WebFixture(
            Files.createDirectory(folder.resolve("gateway")), WebFixture.HERE, Instant.now());
    gateway = fixture.gateway;
    browser = new Chromium(program.get(), folder.resolve("browser"));
    browser.size(1280, 900);
  }

  @AfterEach
  void stop() {
    if (browser != null) {
      browser.close();
    }
    if (fixture != null) {
      fixture.close();
    }
  }

  private static Sign1 reports(TestDevice device, long seq, Reading... readings) {
    Bytes payload = new Telemetry(List.of(readings)).encoded();
    return device.sign(ContentType.TELEMETRY, 1, seq, payload, Subject.of(device.name()));
  }

  private static Reading reading(TestDevice device, String what, String unit, String value) {
    return Reading.of(device.name() + ":" + what, unit, BigDecimal.ZERO, new BigDecimal(value));
  }

  /** A warehouse at work: two devices, one of which has lost a number; a stranger; some noise. */
  private void work() {
    add(REEFER, "Pearl Cold Chain", Kind.TELEMETRY, Kind.ALERT);
    add(SCANNER, "Pearl Cold Chain", Kind.SCAN);
    gateway.take(
        REEFER.says(1, 0, "-18.4"), SCANNER.scans(1, 0, PALLET), REEFER.says(1, 2, "-18.1"));
    gateway.anchor();
    gateway.sealAndAnchor();
    gateway.take(
        SCANNER.scans(1, 1, PALLET),
        reports(
            REEFER, 3, reading(REEFER, "t", "Cel", "-17.9"), reading(REEFER, "b", "%EL", "64")));
    refuse(STRANGER.says(1, 0).encoded());
    refuse(Bytes.ofUtf8("GET / HTTP/1.0"));
  }

  private void add(TestDevice device, String owner, Kind... kinds) {
    join(
        gateway.registry.add(
            device.name(),
            device.key().verifyingKey(),
            owner,
            Set.of(kinds),
            gateway.clock.instant()));
  }

  private void refuse(Bytes message) {
    join(gateway.intake.take(new Arrival(message, "mqtt", "sender", Optional.empty())));
  }

  private void logIn(String role, String password) {
    browser.open(fixture.url("/?lang=en"));
    browser.awaitText("Log in");
    browser.choose("#role", role);
    browser.type("#password", password);
    browser.click("#enter");
    browser.awaitText("Log out");
    browser.await("document.querySelectorAll('#parts li').length > 2");
    browser.await("!document.getElementById('kept').textContent.startsWith('–')");
  }

  private JsonObject device(TestDevice device) {
    Visitor program = new Visitor(fixture.url(""));
    String token = "Bearer " + WebFixture.TOKEN;
    return program
        .json(200, program.call("GET", "/devices", "", "Authorization", token))
        .getJsonArray("devices")
        .stream()
        .map(JsonObject.class::cast)
        .filter(it -> it.getString("name").equals(device.name().text()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anOperatorSeesThatItIsWellAndWhatCame() throws IOException {
    work();
    browser.open(fixture.url("/?lang=en"));
    browser.awaitText("Log in");
    browser.type("#password", "not the password");
    browser.click("#enter");
    browser.awaitText("This is not the password.");
    logIn("operator", WebFixture.OPERATORS);
    browser.awaitText("All is well.");
    browser.awaitText(REEFER.name().text());
    browser.awaitText("Missing numbers: 1");
    browser.awaitText("Battery: 64 %");
    browser.awaitText("unknown-device");
    browser.awaitText("Says it is of " + STRANGER.name().text());
    browser.awaitText("trailing-bytes");
    browser.awaitText("anchored");
    keep("page-1280.png", 1280, 1500);
    keep("page-360.png", 360, 2400);
    assertEquals("360", browser.eval("document.documentElement.scrollWidth"), "wider than a phone");
    browser.size(1280, 900);
    browser.click("#leave");
    browser.awaitText("The password is set on the gateway's machine");
    assertFalse(browser.text().contains(REEFER.name().text()), browser.text());
    browser.open(fixture.url("/"));
    browser.await("!document.getElementById('login').hidden");
    assertEquals(List.of(), browser.complaints);
  }

  /** Into the folder of the build; a copy of each stands in docs. */
  private void keep(String name, int width, int heightMax) throws IOException {
    browser.size(width, 800);
    browser.await("window.innerWidth === " + width);
    byte[] png = browser.screenshot(heightMax);
    Path screenshots = Files.createDirectories(Path.of("target", "screenshots"));
    Files.write(screenshots.resolve(name), png);
    assertTrue(png.length < SCREENSHOT_MAX, name + " has " + png.length + " bytes");
  }

  @Test
  void everyLanguageSaysIt() {
    work();
    logIn("operator", WebFixture.OPERATORS);
    Map<String, String> well =
        Map.of(
            "zh-Hans", "一切正常。",
            "zh-Hant", "磁碟",
            "pt-PT", "Está tudo bem.",
            "en", "All is well.");
    for (Map.Entry<String, String> language : well.entrySet()) {
      browser.click("[data-language=" + language.getKey() + "]");
      browser.awaitText(language.getValue());
      assertEquals(language.getKey(), browser.eval("document.documentElement.lang"));
    }
    browser.click("[data-language=pt-PT]");
    browser.open(fixture.url("/"));
    browser.awaitText("Está tudo bem."); // it is remembered
    assertEquals(List.of(), browser.complaints);
  }

  @Test
  void whatIsWrongIsSaidInWords() {
    fixture.failing = Optional.of("the alliance refuses batch 3");
    logIn("viewer", WebFixture.VIEWERS);
    browser.awaitText("Something needs you.");
    browser.awaitText("Nothing more is anchored until you have seen to it: the alliance refuses");
    fixture.failing = Optional.empty();
    browser.awaitText("All is well."); // by itself
  }

  @Test
  void whatDevicesWroteIsTextAndNothingElse() {
    add(HOSTILE, MARKUP, Kind.TELEMETRY);
    gateway.take(reports(HOSTILE, 0, reading(HOSTILE, "t", MARKUP, "1")));
    refuse(Bytes.ofUtf8(MARKUP));
    fixture.failing = Optional.of(MARKUP);
    logIn("operator", WebFixture.OPERATORS);
    browser.awaitText(MARKUP + " · Telemetry"); // the owner
    browser.awaitText("t 1 " + MARKUP); // the reading
    browser.awaitText("seen to it: " + MARKUP);
    assertEquals("0", browser.eval("document.querySelectorAll('img').length"));
    assertEquals("The gateway – Baymark", browser.eval("document.title"));
    assertEquals(List.of(), browser.complaints);
  }

  @Test
  void anOperatorAdoptsWhatSpokeTooEarly() {
    work();
    logIn("operator", WebFixture.OPERATORS);
    browser.await("document.querySelectorAll('button.adopting').length === 1");
    browser.click("button.adopting");
    browser.type("#adoptKey", "a0");
    browser.click("#adopt .row button");
    browser.awaitText("\"key\" is not a public COSE_Key");
    browser.eval("document.getElementById('adoptKey').value = ''");
    browser.type("#adoptKey", STRANGER.key().verifyingKey().encoded().hex());
    browser.click("#adopt .row button");
    browser.awaitText(STRANGER.name() + " is adopted. Of its messages, stored: 1, refused: 0.");
    browser.await("document.querySelector('[data-device=\"" + STRANGER.name() + "\"]') !== null");
    browser.await("document.querySelectorAll('button.adopting').length === 0");
    assertEquals(1, device(STRANGER).getLong("accepted"));
    assertEquals(List.of(), browser.complaints);
  }

  @Test
  void anOperatorClaimsADeviceByItsLabel() {
    logIn("operator", WebFixture.OPERATORS);
    browser.click("#claimOffer");
    browser.type("#claimLabel", "no label");
    browser.type("#claimOwner", MARKUP);
    browser.click("#claim .row button");
    browser.awaitText("is no device's label");
    browser.eval("document.getElementById('claimLabel').value = ''");
    browser.type("#claimLabel", Label.of(STRANGER.name(), STRANGER.key().verifyingKey()).text());
    browser.click("#claim .row button");
    browser.awaitText(STRANGER.name() + " is expected: it has to prove its key now.");
    browser.awaitText("claimed by its label; it has to prove its key");
    browser.awaitText(MARKUP + " · Telemetry");
    browser.click("#devices button.danger");
    browser.awaitText("Revoke for good?");
    browser.click("#devices button.danger");
    browser.await("document.querySelectorAll('#devices li').length === 0");
    assertEquals(List.of(), browser.complaints);
  }

  @Test
  void anOperatorSuspendsAndResumes() {
    work();
    logIn("operator", WebFixture.OPERATORS);
    String card = "[data-device='" + REEFER.name() + "'] ";
    browser.click(card + "button.suspend");
    browser.await("document.querySelector(\"" + card + "button.resume\") !== null");
    assertEquals("suspended", device(REEFER).getString("status"));
    browser.click(card + "button.resume");
    browser.await("document.querySelector(\"" + card + "button.suspend\") !== null");
    assertEquals("active", device(REEFER).getString("status"));
  }

  @Test
  void aViewerIsOfferedNothingAndAnOperatorRevokesInTwoSteps() {
    work();
    logIn("viewer", WebFixture.VIEWERS);
    browser.awaitText("Viewers look and change nothing.");
    browser.awaitText(REEFER.name().text());
    assertEquals("0", browser.eval("document.querySelectorAll('#devices button').length"));
    assertEquals("true", browser.eval("document.getElementById('claimOffer').hidden"));
    browser.eval(
        "change('POST', 'devices/revoke', {name: '" + REEFER.name() + "'}).catch(no => no)");
    assertEquals("active", device(REEFER).getString("status"));
    browser.click("#leave");
    browser.await("!document.getElementById('login').hidden");
    logIn("operator", WebFixture.OPERATORS);
    String button = "[data-device='" + REEFER.name() + "'] button.danger";
    browser.await("document.querySelector(\"" + button + "\") !== null");
    browser.click(button);
    browser.awaitText("Revoke for good?");
    assertEquals("active", device(REEFER).getString("status"));
    browser.click(button);
    browser.awaitText("revoked");
    assertEquals("revoked", device(REEFER).getString("status"));
  }
}
