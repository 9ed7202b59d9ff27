package org.baymark.node.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.baymark.node.exit.Failure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page in a real browser, in all its languages: the script runs under the page's own policy.
 */
class ExplorerIT {
  private static final String HERE = "document.getElementById";
  private static final String MEMBER_SHOWN = HERE + "('members').children.length > 0";
  private static final String ANSWERED = HERE + "('found').children.length > 0";
  private static final String TROUBLE = "!" + HERE + "('trouble').hidden";

  @TempDir Path folder;

  @BeforeEach
  void aBrowserIsThere() {
    Browser.installed();
  }

  private RunningNode node() throws Failure {
    return new RunningNode(folder.resolve("node"), Duration.ofHours(1));
  }

  private Browser browser() throws Exception {
    return new Browser(folder.resolve("browser"));
  }

  private static String whole(Browser browser) throws InterruptedException {
    return browser.text("document.documentElement.outerHTML");
  }

  @Test
  void theBrowserShowsTheMemberInEveryLanguage() throws Exception {
    Map<String, String> titles =
        Map.of(
            "en", "The log of the alliance",
            "zh-Hans", "联盟日志",
            "zh-Hant", "聯盟日誌",
            "pt-PT", "O registo da aliança",
            "zh-HK", "聯盟日誌",
            "pt", "O registo da aliança");
    try (RunningNode running = node();
        Browser browser = browser()) {
      for (Map.Entry<String, String> language : titles.entrySet()) {
        browser.open(URI.create("about:blank"));
        browser.open(running.client().uri("/?lang=" + language.getKey() + "#0"));
        browser.await(ANSWERED + " && " + MEMBER_SHOWN);
        String page = whole(browser);
        assertTrue(page.contains(language.getValue() + "</h1>"), page);
        assertTrue(page.contains("Member Ltd"), page);
        assertTrue(page.contains("entries/0/tlog-proof"), page);
      }
    }
  }

  @Test
  void whateverStandsInTheAddressTheNodeIsAskedAgain() throws Exception {
    try (RunningNode running = node();
        Browser browser = browser()) {
      for (String address : new String[] {"/?lang=__proto__#%", "/explorer/?lang=en#%zz"}) {
        browser.open(URI.create("about:blank"));
        // URI would refuse what any browser takes.
        String url = running.client().uri("/").resolve("/") + address.substring(1);
        browser.text("location.href = '" + url + "'");
        browser.await(ANSWERED + " && " + MEMBER_SHOWN);
        assertEquals("en", browser.text("document.documentElement.lang"), address);
        assertTrue(browser.text(HERE + "('found').textContent").contains("64"), address);
        browser.text("overview = null");
        browser.await("overview !== null");
      }
    }
  }

  @Test
  void aNodeThatStandsStillDoesNotLookAsIfItWorked() throws Exception {
    try (RunningNode running = node();
        Link link = new Link("127.0.0.1", 0, running.client().uri("/").getPort(), 1);
        Browser browser = browser()) {
      browser.open(URI.create("http://127.0.0.1:" + link.port() + "/?lang=en"));
      browser.await(MEMBER_SHOWN);
      assertEquals("works, and leads", browser.text(HERE + "('health').textContent"));
      link.weather(Link.Weather.STILL);
      browser.await(TROUBLE);
      assertEquals("–", browser.text(HERE + "('health').textContent"));
      link.weather(Link.Weather.FAIR);
      browser.await("!(" + TROUBLE + ")");
      assertEquals("works, and leads", browser.text(HERE + "('health').textContent"));
    }
  }
}
