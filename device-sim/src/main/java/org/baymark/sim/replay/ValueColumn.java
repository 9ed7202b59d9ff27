package org.baymark.sim.replay;

import java.util.regex.Pattern;

/**
 * A column of measured values, and what its readings are called.
 *
 * @param column its name in the header, or its number with a # before it
 * @param name SenML name of its readings (RFC 8428, section 4.5.1)
 * @param unit SenML unit, by the user's word; empty for none
 */
record ValueColumn(String column, String name, String unit) {
  /** So short that a full statement stays below its limit: see {@link Replay#READINGS_MAX}. */
  private static final int TEXT_MAX = 32;

  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9:./_-]{0," + (TEXT_MAX - 1) + "}");

  /** A colon that no backslash stands before. */
  private static final Pattern COLON = Pattern.compile("(?<!\\\\):");

  ValueColumn {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'" + name + "' cannot name a reading: 1 to " + TEXT_MAX + " of A-Z a-z 0-9 : . / _ -");
    }
    if (unit.length() > TEXT_MAX || !unit.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException(
          "'" + unit + "' cannot be a unit: at most " + TEXT_MAX + " printable ASCII characters");
    }
  }

  /**
   * Parses COLUMN[:name[:unit]]; a colon within a column's name is written \:.
   *
   * @throws IllegalArgumentException with a sentence for the person who wrote it
   */
  static ValueColumn parse(String text) {
    String[] parts = COLON.split(text, -1);
    if (parts.length > 3 || parts[0].isEmpty()) {
      throw new IllegalArgumentException("'" + text + "' is not COLUMN[:name[:unit]]");
    }
    String column = parts[0].replace("\\:", ":");
    String name = parts.length > 1 && !parts[1].isEmpty() ? parts[1] : nameOf(column);
    return new ValueColumn(column, name, parts.length > 2 ? parts[2] : "");
  }

  /** The column's own name, with _ for what SenML does not allow. */
  private static String nameOf(String column) {
    String name = column.replaceAll("[^A-Za-z0-9:./_-]", "_");
    name = name.substring(0, Math.min(name.length(), TEXT_MAX));
    return NAME.matcher(name).matches() ? name : "value";
  }
}
