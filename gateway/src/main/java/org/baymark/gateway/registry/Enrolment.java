package org.baymark.gateway.registry;

import org.baymark.gateway.store.Device;

/**
 * What became of the wish to add a device.
 *
 * @param device the one that is there now, under this name or with this key
 */
public record Enrolment(Result result, Device device) {

  /** How it ended. Only {@link #ADDED} changed anything. */
  public enum Result {
    ADDED,
    /** It was there already, exactly so. */
    SAME,
    /** The name is there with another key, owner or set of kinds. */
    OTHER,
    /** The name is there, and revoked: a new start takes a new name. */
    REVOKED,
    /** Another name has this key. */
    KEY_IN_USE
  }
}
