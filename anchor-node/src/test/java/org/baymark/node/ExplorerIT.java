package org.baymark.node;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page in a real browser, in all its languages: the script runs under the page's own policy.
 */
class ExplorerIT {
  private static final List<String> BROWSERS =
      List.of("/usr/bin/chromium", "/usr/bin/google-chrome");

  @TempDir Path folder;

  @Test
  void theBrowserShowsTheMemberInEveryLanguage() throws Exception {
    Path browser =
        BROWSERS.stream().map(Path::of).filter(Files::isExecutable).findFirst().orElse(Path.of(""));
    if (browser.toString().isEmpty()) {
      String what = "skipped: no chromium here (Debian: apt install chromium)";
      assertTrue(!"true".equals(System.getenv("CI")), what + ", and CI may not skip it");
      System.out.println(what);
      Assumptions.abort(what);
    }
    Map<String, String> titles =
        Map.of(
            "en", "The log of the alliance",
            "zh-Hans", "联盟日志",
            "zh-Hant", "聯盟日誌",
            "pt-PT", "O registo da aliança");
    try (RunningNode running = new RunningNode(folder.resolve("node"), Duration.ofHours(1))) {
      for (Map.Entry<String, String> language : titles.entrySet()) {
        String url = running.client().uri("/?lang=" + language.getKey() + "#0").toString();
        String page = shown(browser, url);
        assertTrue(page.contains(language.getValue() + "</h1>"), page);
        assertTrue(page.contains("Member Ltd"), page);
        assertTrue(page.contains("entries/0/tlog-proof"), page);
        assertFalse(page.contains("<dd id=\"size\">–</dd>"), page);
      }
    }
  }

  private String shown(Path browser, String url) throws IOException, InterruptedException {
    Path page = folder.resolve("page.html");
    Process process =
        new ProcessBuilder(
                browser.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--user-data-dir=" + folder.resolve("browser"),
                "--virtual-time-budget=4000",
                "--dump-dom",
                url)
            .redirectOutput(page.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the browser does not end");
    return Files.readString(page);
  }
}
