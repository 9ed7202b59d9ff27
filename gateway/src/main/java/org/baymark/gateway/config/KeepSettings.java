package org.baymark.gateway.config;

/**
 * How long statements stay in the store. Only those whose batch is final are pruned, and never
 * without a file that holds them.
 *
 * @param keepDays how old a statement's batch may become; 0: as long as there is room, to 36,500
 * @param keepMegabytes how much of the store may be in use; 0: as much as there is room, to
 *     1,000,000. What proves the statements stays in it and counts too
 * @param pruneTo the folder that the files go to, seen from the gateway's
 */
public record KeepSettings(int keepDays, int keepMegabytes, String pruneTo) {
  static final KeepSettings USUAL = new KeepSettings(0, 0, "pruned");

  public KeepSettings {
    within("keepDays", keepDays, 36_500);
    within("keepMegabytes", keepMegabytes, 1_000_000);
    if (pruneTo.isBlank()) {
      throw new IllegalArgumentException("pruneTo is empty; it names a folder");
    }
  }

  private static void within(String key, int value, int max) {
    if (value < 0 || value > max) {
      throw new IllegalArgumentException(
          key + " is " + value + "; from 0 to " + max + " is allowed");
    }
  }
}
