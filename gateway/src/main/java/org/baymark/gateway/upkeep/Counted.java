package org.baymark.gateway.upkeep;

/** Numbers with their noun, as a person says them. */
public final class Counted {
  private Counted() {}

  public static String of(long count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }
}
