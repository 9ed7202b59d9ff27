package org.baymark.node.tiles;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.merkle.TreeHead;

/**
 * What stands behind {@code /tile/} (C2SP tlog-tiles, "Merkle Tree" and "Log entries"): {@code
 * L/N[.p/W]} for hashes, {@code entries/N[.p/W]} for the entries under a tile of level 0. There is
 * one path for each, so that a cache keeps each once.
 */
public record TilePath(Kind kind, Tile tile) {
  /** What is asked for. */
  public enum Kind {
    HASHES,
    ENTRIES
  }

  static final long NUMBER_MAX = TreeHead.SIZE_MAX / Tile.WIDTH;

  private static final String ENTRIES = "entries";

  /** As much as a path of the largest number has. */
  private static final int LENGTH_MAX = 64;

  /** Five elements of three digits hold the largest number. */
  private static final Pattern PATH =
      Pattern.compile(
          "(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,4}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

  /** A first element that only pads. */
  private static final String PADDING = "x000/";

  /** Parses what follows {@code /tile/}. */
  public static Parsed<TilePath> parse(String path) {
    return Parsed.of(() -> read(path));
  }

  private static TilePath read(String path) throws RefusalException {
    Matcher form = PATH.matcher(path);
    if (path.length() > LENGTH_MAX || !form.matches() || form.group(2).startsWith(PADDING)) {
      throw new RefusalException(Refusal.WRONG_SHAPE, "a tile is L/N or L/N.p/W");
    }
    boolean entries = form.group(1).equals(ENTRIES);
    int level = entries ? 0 : Integer.parseInt(form.group(1));
    long number = Long.parseLong(form.group(2).replaceAll("[x/]", ""));
    int width = form.group(3) == null ? Tile.WIDTH : Integer.parseInt(form.group(3));
    // A partial tile is never 256 wide: that one has no suffix.
    boolean isPartial = width < Tile.WIDTH;
    if (level > Tile.LEVEL_MAX || number > NUMBER_MAX || (form.group(3) != null && !isPartial)) {
      throw new RefusalException(
          Refusal.OUT_OF_RANGE, "a level above 63, a number of no tree, or a width above 255");
    }
    return new TilePath(entries ? Kind.ENTRIES : Kind.HASHES, new Tile(level, number, width));
  }

  /** The path that {@link #parse} reads. */
  public String text() {
    StringBuilder number = new StringBuilder(element(tile.number() % 1000));
    for (long rest = tile.number() / 1000; rest > 0; rest /= 1000) {
      number.insert(0, "x" + element(rest % 1000) + "/");
    }
    String head = kind == Kind.ENTRIES ? ENTRIES : Integer.toString(tile.level());
    return head + "/" + number + (tile.width() < Tile.WIDTH ? ".p/" + tile.width() : "");
  }

  private static String element(long threeDigits) {
    return Long.toString(1000 + threeDigits).substring(1);
  }
}
