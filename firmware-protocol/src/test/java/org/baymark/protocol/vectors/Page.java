package org.baymark.protocol.vectors;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The blocks of PROTOCOL.md that have a name: a fence, "text", the name. */
final class Page {
  private static final Pattern BLOCK =
      Pattern.compile("(?ms)^```text (?<name>[a-z0-9-]+)\n(?<content>.*?)^```$");

  private Page() {}

  static Map<String, String> blocks(String page) {
    Map<String, String> blocks = new LinkedHashMap<>();
    Matcher block = BLOCK.matcher(page);
    while (block.find()) {
      blocks.put(block.group("name"), block.group("content"));
    }
    return blocks;
  }

  /** The page with {@code blocks} in place of what stood there. */
  static String with(String page, Map<String, String> blocks) {
    return BLOCK
        .matcher(page)
        .replaceAll(
            block -> {
              String name = block.group(1);
              String content = blocks.getOrDefault(name, block.group(2));
              return Matcher.quoteReplacement("```text " + name + "\n" + content + "```");
            });
  }
}
