package org.baymark.protocol.vectors;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.baymark.protocol.bytes.RefusalException;

/**
 * The places of the compiled protocol from which a refusal can leave: each call of something that
 * throws a {@link RefusalException}, or makes one. So not only where a text may be too long, but
 * each text that may be too long. Found in the class files, as {@code javap} prints them.
 */
final class RefusalSites {
  private static final String REFUSAL = RefusalException.class.getName();
  private static final String MADE = "L" + REFUSAL.replace('.', '/') + ";";
  private static final Pattern CLASS = Pattern.compile("^[^ ].*?(?:class|interface) (\\S+).*\\{$");
  private static final Pattern METHOD = Pattern.compile("^  \\S.*?([^ .]+)\\(.*$");
  private static final Pattern CALL =
      Pattern.compile(
          "^ +([0-9]+): invoke.*// (?:Interface)?Method (?:([^ .:]+)\\.)?\"?([^"
              + " .:\"]+)\"?:(\\S+)$");
  private static final Pattern LINE = Pattern.compile("^ +line ([0-9]+): ([0-9]+)$");

  /** A call: class and method as the JVM names them, the bytecode index in it. */
  record Site(String type, String method, int index) {}

  private record Call(Site site, String callee) {}

  private final Set<String> refusing = new HashSet<>(Set.of(REFUSAL + ".<init>"));
  private final List<Call> calls = new ArrayList<>();
  private final Map<String, Map<Integer, Integer>> lines = new HashMap<>();
  private String type = "";
  private String header = "";
  private String method = "";

  /** By site, the source line for a person: {@code Label.read:52 calls DevUrn.read}. */
  static Map<Site, String> of(Path classes, Set<String> packages) {
    RefusalSites scan = new RefusalSites();
    scan.javap(classes).lines().forEach(scan::line);
    Map<Site, String> sites = new HashMap<>();
    for (Call call : scan.calls) {
      boolean asked = packages.stream().anyMatch(one -> call.site.type.startsWith(one + "."));
      if (asked && scan.refusing.contains(call.callee.replaceFirst("(<init>).*", "$1"))) {
        sites.put(call.site, scan.text(call));
      }
    }
    return sites;
  }

  private String javap(Path classes) {
    StringWriter out = new StringWriter();
    PrintWriter printer = new PrintWriter(out);
    try (Stream<Path> files = java.nio.file.Files.walk(classes)) {
      Stream<String> options = Stream.of("-p", "-c", "-s", "-l");
      Stream<String> names = files.map(Path::toString).filter(name -> name.endsWith(".class"));
      ToolProvider.findFirst("javap")
          .orElseThrow()
          .run(printer, printer, Stream.concat(options, names.sorted()).toArray(String[]::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  private void line(String line) {
    Matcher found = CLASS.matcher(line);
    if (found.matches()) {
      type = found.group(1).replaceFirst("<.*", "");
      return;
    }
    if (line.startsWith("    descriptor: ")) {
      described(line.substring("    descriptor: ".length()));
      return;
    }
    if (METHOD.matcher(line).matches()) {
      header = line;
      return;
    }
    found = CALL.matcher(line);
    if (found.matches()) {
      String owner = found.group(2) == null ? type : found.group(2).replace('/', '.');
      Site site = new Site(type, method, Integer.parseInt(found.group(1)));
      calls.add(new Call(site, owner + "." + found.group(3) + found.group(4)));
      return;
    }
    found = LINE.matcher(line);
    if (found.matches()) {
      int from = Integer.parseInt(found.group(2));
      lines
          .computeIfAbsent(type + "." + method, any -> new java.util.TreeMap<>())
          .put(from, Integer.parseInt(found.group(1)));
    }
  }

  /** A method, a constructor or a field; the latter is no harm. */
  private void described(String descriptor) {
    Matcher name = METHOD.matcher(header);
    String plain = name.matches() ? name.group(1) : "";
    method = (plain.equals(type.replaceFirst(".*\\.", "")) ? "<init>" : plain) + descriptor;
    if ((header.contains(" throws ") && header.contains(REFUSAL)) || descriptor.endsWith(MADE)) {
      refusing.add(type + "." + method);
    }
  }

  private String text(Call call) {
    Site site = call.site;
    int line =
        lines.getOrDefault(site.type + "." + site.method, Map.of()).entrySet().stream()
            .filter(entry -> entry.getKey() <= site.index)
            .reduce((before, after) -> after)
            .orElseThrow()
            .getValue();
    String callee = call.callee.replaceFirst("\\(.*", "").replaceFirst(".*\\.(.*\\.)", "$1");
    String caller = site.type.replaceFirst(".*\\.", "") + "." + site.method;
    return caller.replaceFirst("\\(.*", "").replaceFirst("lambda\\$(.*)\\$.*", "$1")
        + ":"
        + line
        + " calls "
        + callee;
  }
}
