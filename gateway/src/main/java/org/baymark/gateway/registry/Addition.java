package org.baymark.gateway.registry;

import java.util.Optional;
import org.baymark.gateway.store.Device;

/**
 * What became of the wish to add a device.
 *
 * @param device the one that is there now, under this name or with this key; empty only where the
 *     name is {@link Result#CLAIMED}
 */
public record Addition(Result result, Optional<Device> device) {

  /** How it ended. Only {@link #ADDED} and {@link #ASKED_AGAIN} changed anything. */
  public enum Result {
    ADDED,
    /** It was there already, exactly so. */
    SAME,
    /** It was there already, exactly so, but the alliance had refused it; now it is asked again. */
    ASKED_AGAIN,
    /** The name is there with another key, owner or set of kinds. */
    OTHER,
    /** The name is there, and revoked: a new start takes a new name. */
    REVOKED,
    /** The name was claimed by a label: its device has to prove that the key is its own. */
    CLAIMED,
    /** Another name has this key. */
    KEY_IN_USE
  }
}
