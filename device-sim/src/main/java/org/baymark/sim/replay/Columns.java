package org.baymark.sim.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where in a row the wanted columns stand, from 0.
 *
 * @param width fields of a whole row
 */
record Columns(int time, Optional<Integer> group, List<Integer> values, int width) {

  private static final int SHOWN_MAX = 300;

  /** The columns that a user asked for, by name or by number. */
  record Wanted(String time, Optional<String> group, List<ValueColumn> values) {}

  /**
   * Finds the columns by the names in a header.
   *
   * @throws IllegalArgumentException with a sentence if one is not there, or there twice
   */
  static Columns inHeader(Wanted wanted, List<String> header) {
    List<String> names = header.stream().map(String::strip).toList();
    return find(wanted, names.size(), reference -> byName(reference, names));
  }

  /**
   * Finds the columns by their numbers, from 1, in a file without a header.
   *
   * @throws IllegalArgumentException with a sentence if there are not so many
   */
  static Columns byNumber(Wanted wanted, int width) {
    return find(
        wanted,
        width,
        reference -> number(reference.startsWith("#") ? reference : "#" + reference, width));
  }

  /** Finds one column. */
  private interface Finder {
    int find(String reference);
  }

  private static Columns find(Wanted wanted, int width, Finder finder) {
    List<Integer> values = new ArrayList<>();
    for (ValueColumn value : wanted.values()) {
      values.add(finder.find(value.column()));
    }
    return new Columns(
        finder.find(wanted.time()), wanted.group().map(finder::find), List.copyOf(values), width);
  }

  private static int byName(String reference, List<String> names) {
    int first = names.indexOf(reference);
    if (first < 0 && reference.startsWith("#")) {
      return number(reference, names.size());
    }
    if (first < 0) {
      throw new IllegalArgumentException(
          "has no column '" + reference + "'; its header names: " + shown(names));
    }
    if (first != names.lastIndexOf(reference)) {
      throw new IllegalArgumentException(
          "has two columns '" + reference + "'; say which by its number: #" + (first + 1));
    }
    return first;
  }

  /** As many of the names as a person wants to see. */
  private static String shown(List<String> names) {
    String all = String.join(", ", names);
    return all.length() > SHOWN_MAX ? all.substring(0, SHOWN_MAX) + " ..." : all;
  }

  private static int number(String reference, int width) {
    try {
      int number = Integer.parseInt(reference.substring(1));
      if (number >= 1 && number <= width) {
        return number - 1;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException(
        "has columns 1 to " + width + ", so there is no column '" + reference.substring(1) + "'");
  }
}
